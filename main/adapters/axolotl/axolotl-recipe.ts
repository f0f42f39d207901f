import type { LocalTrainer } from '../../../shared/domain/trainer.ts'
import type { CreateFineTune } from '../../ports/trainer.ts'
import type { TrainingRecipe } from '../local-training/training-recipe.ts'
import { writeReadme } from '../local-training/write-readme.ts'

const outputFolder = 'outputs/lora-out'

/** Axolotl 0.18: `axolotl train config.yml` on chat JSONL. */
export const axolotlRecipe: TrainingRecipe = {
  kind: 'axolotl',
  usualProgram: 'axolotl',
  programArguments: ['train', 'config.yml'],
  checkArguments: null,
  howToInstall:
    'Install Axolotl in a Python environment with a GPU (`pip install axolotl`), and name its program here.',
  outputFolder,
  files: (job, settings) => ({
    'config.yml': axolotlConfig(job, settings),
    'README.md': writeReadme(job, {
      trainer: 'Axolotl 0.18',
      commands: [
        'pip install --no-build-isolation "axolotl[flash-attn]"',
        'axolotl preprocess config.yml',
        'axolotl train config.yml',
      ],
      files: { 'config.yml': 'how it is trained' },
      outputFolder,
      afterwards: '`axolotl merge-lora config.yml` makes one model of the base model and the adapter.',
    }),
  }),
}

/** Field names: Axolotl's schemas of version 0.18; values: the user's, else those of its LoRA example. */
function axolotlConfig(job: CreateFineTune, { loadIn4Bit }: LocalTrainer): string {
  const { baseModel, hyperparameters, validation } = job
  const { epochs, batchSize, learningRate, loraRank, loraAlpha, loraDropout, maxSequenceTokens } = hyperparameters
  const { evaluations, checkpoints, seed } = hyperparameters
  const rank = loraRank ?? 16
  const lines = [
    `# ${oneLine(job.name)} (${job.tag}). Written by Rungs; it was not run here. See README.md.`,
    `base_model: ${quoted(baseModel)}`,
    `load_in_4bit: ${loadIn4Bit}`,
    'datasets:',
    ...dataset('./train.jsonl'),
    '    field_messages: messages',
    '    roles_to_train: ["assistant"]',
    '    train_on_eos: turn',
    ...(validation === null ? [] : ['test_datasets:', ...dataset('./valid.jsonl'), '    split: train']),
    'chat_template: tokenizer_default',
    'dataset_prepared_path: last_run_prepared',
    `output_dir: ./${outputFolder}`,
    `adapter: ${loadIn4Bit ? 'qlora' : 'lora'}`,
    `lora_r: ${rank}`,
    `lora_alpha: ${loraAlpha ?? rank * 2}`,
    `lora_dropout: ${loraDropout ?? 0.05}`,
    'lora_target_modules: [q_proj, k_proj, v_proj, o_proj, gate_proj, up_proj, down_proj]',
    `sequence_len: ${maxSequenceTokens ?? 2048}`,
    'sample_packing: true',
    // A small validation split cannot be packed.
    ...(validation === null ? [] : ['eval_sample_packing: false']),
    `micro_batch_size: ${batchSize ?? 2}`,
    'gradient_accumulation_steps: 2',
    `num_epochs: ${epochs ?? 3}`,
    'optimizer: adamw_8bit',
    'lr_scheduler: cosine',
    `learning_rate: ${learningRate ?? 0.0002}`,
    'bf16: auto',
    'gradient_checkpointing: true',
    'attn_implementation: flash_attention_2   # sdpa where flash-attn is not installed',
    'logging_steps: 1',
    'warmup_ratio: 0.1',
    ...(validation === null ? [] : [`evals_per_epoch: ${evaluations ?? 4}`]),
    `saves_per_epoch: ${checkpoints ?? 1}`,
    ...(seed === null ? [] : [`seed: ${seed}`]),
  ]
  return `${lines.join('\n')}\n`
}

function dataset(path: string): string[] {
  return [`  - path: ${path}`, '    ds_type: json', '    type: chat_template']
}

/** JSON strings are YAML strings. */
function quoted(text: string): string {
  return JSON.stringify(text)
}

function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ')
}
