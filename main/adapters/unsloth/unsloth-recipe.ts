import type { LocalTrainer } from '../../../shared/domain/trainer.ts'
import type { CreateFineTune } from '../../ports/trainer.ts'
import type { TrainingRecipe } from '../local-training/training-recipe.ts'
import { writeReadme } from '../local-training/write-readme.ts'

const outputFolder = 'outputs'

/** A script with Unsloth and TRL: Unsloth's own command line knows no validation data and no roles. */
export const unslothRecipe: TrainingRecipe = {
  kind: 'unsloth',
  usualProgram: process.platform === 'win32' ? 'python' : 'python3',
  programArguments: ['train.py'],
  checkArguments: [
    '-c',
    'import importlib.util, sys; sys.exit(0 if importlib.util.find_spec("unsloth") and importlib.util.find_spec("trl") else 1)',
  ],
  howToInstall: 'Install Unsloth in a Python environment with a GPU (`pip install unsloth`), and name its python here.',
  outputFolder,
  files: (job, settings) => ({
    'train.py': unslothScript(job, settings),
    'README.md': writeReadme(job, {
      trainer: 'Unsloth and TRL',
      commands: ['pip install unsloth', 'python train.py'],
      files: { 'train.py': 'how it is trained' },
      outputFolder,
      afterwards: `The adapter is in \`${outputFolder}/final\`.`,
    }),
  }),
}

/** Names: TRL's of today (`processing_class`, `max_length`); values: the user's, else Unsloth's own. */
function unslothScript(job: CreateFineTune, { loadIn4Bit }: LocalTrainer): string {
  const { hyperparameters, validation } = job
  const { epochs, batchSize, learningRate, loraRank, loraAlpha, loraDropout, maxSequenceTokens } = hyperparameters
  const { evaluations, checkpoints, seed } = hyperparameters
  const passes = epochs ?? 3
  const isValidated = validation !== null
  return `# ${job.name.replace(/[\s\p{Cc}]+/gu, ' ')} (${job.tag}). Written by Rungs; it was not run here. See README.md.
from unsloth import FastLanguageModel  # before the others, which it changes

from datasets import load_dataset
from trl import SFTConfig, SFTTrainer

MAX_LENGTH = ${maxSequenceTokens ?? 2048}
SEED = ${seed ?? 3407}

model, tokenizer = FastLanguageModel.from_pretrained(
    model_name=${JSON.stringify(job.baseModel)},
    max_seq_length=MAX_LENGTH,
    load_in_4bit=${python(loadIn4Bit)},
)
model = FastLanguageModel.get_peft_model(
    model,
    r=${loraRank ?? 64},
    lora_alpha=${loraAlpha ?? 16},
    lora_dropout=${loraDropout ?? 0},
    target_modules=["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"],
    use_gradient_checkpointing="unsloth",
    random_state=SEED,
)

data = load_dataset(
    "json",
    data_files={"train": "train.jsonl"${isValidated ? ', "validation": "valid.jsonl"' : ''}},
)
trainer = SFTTrainer(
    model=model,
    processing_class=tokenizer,
    train_dataset=data["train"].select_columns(["messages"]),${
      isValidated ? '\n    eval_dataset=data["validation"].select_columns(["messages"]),' : ''
    }
    args=SFTConfig(
        output_dir="${outputFolder}",
        max_length=MAX_LENGTH,
        num_train_epochs=${passes},
        per_device_train_batch_size=${batchSize ?? 2},
        gradient_accumulation_steps=4,
        learning_rate=${learningRate ?? 0.0002},
        warmup_steps=5,
        logging_steps=1,
${[...(isValidated ? schedule('eval', evaluations, passes) : []), ...schedule('save', checkpoints, passes)].join('\n')}
        seed=SEED,
        report_to="none",
    ),
)
trainer.train()
trainer.save_state()
model.save_pretrained("${outputFolder}/final")
tokenizer.save_pretrained("${outputFolder}/final")
`
}

/** Once an epoch, or so many times: a fraction of all steps where it is below 1. */
function schedule(what: 'eval' | 'save', perEpoch: number | null, epochs: number): string[] {
  return perEpoch === null || perEpoch === 1
    ? [`        ${what}_strategy="epoch",`]
    : [`        ${what}_strategy="steps",`, `        ${what}_steps=${Math.round(1e6 / (perEpoch * epochs)) / 1e6},`]
}

function python(value: boolean): 'True' | 'False' {
  return value ? 'True' : 'False'
}
