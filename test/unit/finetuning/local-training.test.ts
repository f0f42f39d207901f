import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { axolotlRecipe } from '../../../main/adapters/axolotl/axolotl-recipe.ts'
import { openSqliteStore } from '../../../main/adapters/sqlite/open-sqlite-store.ts'
import { unslothRecipe } from '../../../main/adapters/unsloth/unsloth-recipe.ts'
import type { CreateFineTune } from '../../../main/ports/trainer.ts'
import { FineTuneHyperparameters } from '../../../shared/domain/fine-tune-job.ts'
import { AxolotlTrainer, TrainerSettings, UnslothTrainer } from '../../../shared/domain/trainer.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { standInTrainer } from '../../support/training-life/stand-in-trainer.ts'
import { openFineTuning, specFor, untilJob } from './open-fine-tuning.ts'

const job: CreateFineTune = {
  ...{ tag: 'rg0123456789ab', name: 'Intents: "all"\nof them', baseModel: 'Qwen/Qwen3-0.6B' },
  hyperparameters: FineTuneHyperparameters.parse({}),
  training: { name: 'a.jsonl', text: '{"messages":[]}\n{"messages":[]}\n' },
  validation: { name: 'b.jsonl', text: '{"messages":[]}\n' },
  ...{ trainingFileId: null, validationFileId: null },
}

/** Every field of the minimal configuration that Axolotl's own examples and schemas name. */
const axolotlFields = {
  base_model: 'Qwen/Qwen3-0.6B',
  load_in_4bit: false,
  datasets: [
    {
      ...{ path: './train.jsonl', ds_type: 'json', type: 'chat_template', field_messages: 'messages' },
      ...{ roles_to_train: ['assistant'], train_on_eos: 'turn' },
    },
  ],
  test_datasets: [{ path: './valid.jsonl', ds_type: 'json', type: 'chat_template', split: 'train' }],
  ...{
    chat_template: 'tokenizer_default',
    dataset_prepared_path: 'last_run_prepared',
    output_dir: './outputs/lora-out',
  },
  ...{ adapter: 'lora', lora_r: 16, lora_alpha: 32, lora_dropout: 0.05 },
  lora_target_modules: ['q_proj', 'k_proj', 'v_proj', 'o_proj', 'gate_proj', 'up_proj', 'down_proj'],
  ...{ sequence_len: 2048, sample_packing: true, eval_sample_packing: false },
  ...{ micro_batch_size: 2, gradient_accumulation_steps: 2, num_epochs: 3 },
  ...{ optimizer: 'adamw_8bit', lr_scheduler: 'cosine', learning_rate: 0.0002, bf16: 'auto' },
  ...{ gradient_checkpointing: true, attn_implementation: 'flash_attention_2', logging_steps: 1, warmup_ratio: 0.1 },
  ...{ evals_per_epoch: 4, saves_per_epoch: 1 },
}

describe('An Axolotl folder', () => {
  test('has the fields of Axolotl 0.18', () => {
    const files = axolotlRecipe.files(job, AxolotlTrainer.parse({ kind: 'axolotl' }))
    expect(parse(files['config.yml']!)).toEqual(axolotlFields)
    expect(files['README.md']).toContain('It was not run when this was written')
    expect(files['README.md']).toContain('axolotl train config.yml')
    expect(files['README.md']).toContain('2 training examples')
  })

  test('has what the user chose, and nothing about validation where there is none', () => {
    const given = { epochs: 5, batchSize: 8, learningRate: 1e-5, loraRank: 64, maxSequenceTokens: 512, seed: 7 }
    const hyperparameters = { ...job.hyperparameters, ...given }
    const settings = AxolotlTrainer.parse({ kind: 'axolotl', loadIn4Bit: true })
    const config = parse(axolotlRecipe.files({ ...job, hyperparameters, validation: null }, settings)['config.yml']!)
    expect(config).toMatchObject({
      ...{ num_epochs: 5, micro_batch_size: 8, learning_rate: 1e-5, lora_r: 64, lora_alpha: 128, sequence_len: 512 },
      ...{ seed: 7, load_in_4bit: true, adapter: 'qlora' },
    })
    expect(Object.keys(config).filter((name) => /test|eval/.test(name))).toEqual([])
  })
})

describe('An Unsloth folder', () => {
  test('has a script with the names of today, and no other', () => {
    const hyperparameters = { ...job.hyperparameters, evaluations: 4, epochs: 2 }
    const script = unslothRecipe.files({ ...job, hyperparameters }, UnslothTrainer.parse({ kind: 'unsloth' }))[
      'train.py'
    ]!
    for (const name of [
      'FastLanguageModel.from_pretrained',
      'get_peft_model',
      'SFTTrainer(',
      'processing_class=tokenizer',
    ]) {
      expect(script).toContain(name)
    }
    expect(script).toMatch(/SFTConfig\([^)]*max_length=MAX_LENGTH/)
    expect(script).not.toMatch(/SFTConfig\([^)]*max_seq_length/)
    expect(script).not.toMatch(/[^_]tokenizer=/)
    expect(script.indexOf('from unsloth')).toBeLessThan(script.indexOf('from trl'))
    expect(script).toContain('eval_steps=0.125')
    expect(script).toContain('"validation": "valid.jsonl"')
    // What a name holds stays in its comment.
    expect(script.split('\n')[0]).toBe(
      '# Intents: "all" of them (rg0123456789ab). Written by Rungs; it was not run here. See README.md.',
    )
  })
})

const folders: Disposable[] = []
const opened: Awaited<ReturnType<typeof openFineTuning>>[] = []
afterEach(async () => {
  for (const { fineTuning } of opened.splice(0)) {
    for (const { fineTuneJobId, actions } of fineTuning.list()) {
      if (actions.includes('cancel')) await fineTuning.cancel(fineTuneJobId)
    }
    await fineTuning.stop()
  }
  for (const folder of folders.splice(0)) folder[Symbol.dispose]()
})

function place() {
  const folder = temporaryFolder()
  folders.push(folder)
  const root = join(folder.path, 'jobs')
  const program = standInTrainer(folder.path, 'outputs/lora-out')
  const go = (name: string) => {
    for (const job of readdirSync(root)) writeFileSync(join(root, job, name), '')
  }
  const settings = (launch: boolean) => TrainerSettings.parse({ kind: 'axolotl', folder: root, program, launch })
  return { root, settings, go }
}

async function open(options?: Parameters<typeof openFineTuning>[0]) {
  const found = await openFineTuning(options)
  opened.push(found)
  return found
}

describe('Training on this machine', () => {
  test('is followed live, survives a restart of Rungs, and ends with its curve and checkpoints', async () => {
    const { root, settings, go } = place()
    const first = await open()
    const started = await first.fineTuning.start(specFor(first.store, settings(true)))
    const running = await untilJob(first.fineTuning, started, ({ status }) => status === 'running')
    expect(running).toMatchObject({ costEstimateUsd: 0, folder: join(root, running.providerJobId!) })
    go('go-1')
    await untilJob(first.fineTuning, started, ({ checkpoints }) => checkpoints.length === 1)
    const { fineTuneJobId } = started
    expect(first.fineTuning.points(fineTuneJobId).length).toBeGreaterThanOrEqual(10)
    await first.fineTuning.stop()
    go('go-2')
    go('go-3')
    const second = await open({ store: first.store })
    second.fineTuning.begin()
    const job = await untilJob(second.fineTuning, started, ({ status }) => status === 'succeeded')
    expect(job.checkpoints.map(({ step, path }) => [step, existsSync(join(path!, 'trainer_state.json'))])).toEqual([
      [10, true],
      [20, true],
      [30, true],
    ])
    expect(job.checkpoints[2]).toMatchObject({ trainLoss: 0.247, validLoss: expect.closeTo(0.347) })
    expect(job).toMatchObject({ costUsd: 0, resultFiles: ['train.log', 'trainer_state.json'] })
    const points = second.fineTuning.points(fineTuneJobId)
    expect(points.map(({ step }) => step)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1))
    expect(points[29]).toMatchObject({ trainLoss: 0.247, epoch: 3 })
  })

  test('is cancelled with everything that it started', async () => {
    const { root, settings } = place()
    const { fineTuning, store } = await open()
    const started = await fineTuning.start(specFor(store, settings(true)))
    const running = await untilJob(fineTuning, started, ({ status }) => status === 'running')
    const { pid } = JSON.parse(readFileSync(join(root, running.providerJobId!, 'run.json'), 'utf8')) as { pid: number }
    await fineTuning.cancel(started.fineTuneJobId)
    const job = await untilJob(fineTuning, started, ({ status }) => status === 'cancelled')
    expect(job.finishedAt).not.toBeNull()
    expect(() => process.kill(-pid, 0)).toThrow()
  })

  test('only writes the folder until it is launched; a failure ends with the last words of the log', async () => {
    const { root, settings, go } = place()
    const { fineTuning, store } = await open()
    const started = await fineTuning.start(specFor(store, settings(false)))
    const prepared = await untilJob(fineTuning, started, ({ status }) => status === 'prepared')
    expect(prepared).toMatchObject({ actions: ['launch', 'cancel', 'refresh'], providerJobId: expect.any(String) })
    expect(readdirSync(prepared.folder!).sort()).toEqual([
      'README.md',
      'config.yml',
      'rungs.json',
      'train.jsonl',
      'valid.jsonl',
    ])
    expect((await fineTuning.launch(started.fineTuneJobId)).status).toBe('running')
    expect(existsSync(join(root, prepared.providerJobId!, 'run.json'))).toBe(true)
    go('go-fail')
    const job = await untilJob(fineTuning, started, ({ status }) => status === 'failed')
    expect(job.error).toMatchObject({ status: 1, message: expect.stringContaining('CUDA out of memory') })
  })

  test('a folder that cannot be written refuses the job, and nothing is left of it', async () => {
    const folder = temporaryFolder()
    folders.push(folder)
    const blocked = join(folder.path, 'file')
    writeFileSync(blocked, '')
    const { fineTuning, store } = await open()
    const settings = TrainerSettings.parse({ kind: 'unsloth', folder: join(blocked, 'jobs') })
    const started = await fineTuning.start(specFor(store, settings))
    const job = await untilJob(fineTuning, started, ({ status }) => status === 'refused')
    expect(job.error!.message).toContain('cannot be written')
    expect(readdirSync(folder.path)).toEqual(['file'])
  })

  test('keys of providers do not reach the program', async () => {
    const { root, settings } = place()
    const folder = join(root, '..', 'printing')
    mkdirSync(folder, { recursive: true })
    const program = join(folder, 'print-environment')
    writeFileSync(program, '#!/bin/sh\nenv\n', { mode: 0o755 })
    process.env.STRANGE_API_KEY = 'sk-not-for-programs'
    const { fineTuning } = await open({ store: openSqliteStore(':memory:') })
    const { store } = opened.at(-1)!
    const chosen = TrainerSettings.parse({ ...settings(true), program })
    const started = await fineTuning.start(specFor(store, chosen))
    const job = await untilJob(fineTuning, started, ({ status }) => status === 'succeeded')
    delete process.env.STRANGE_API_KEY
    const log = (await fineTuning.resultFile(job.fineTuneJobId, 'train.log')).text
    expect(log).toContain('PATH=')
    expect(log).not.toContain('sk-not-for-programs')
  })
})
