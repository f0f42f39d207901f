import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Writes a program that stands in for `axolotl` or `python`: it reads the training file of its folder, prints the lines that a
 * trainer prints and leaves `checkpoint-N/trainer_state.json` as transformers writes it, a third of its 30 steps at a time.
 * It waits for a file `go-1`, `go-2`, `go-3` in its folder before each third, so that a test says when; `go-fail` ends it
 * with an error. @returns the program's path.
 */
export function standInTrainer(folder: string, outputFolder: string): string {
  mkdirSync(folder, { recursive: true })
  const path = join(folder, 'stand-in-trainer')
  writeFileSync(path, `#!${process.execPath}\n${source(outputFolder)}`)
  chmodSync(path, 0o755)
  return path
}

const source = (outputFolder: string) => `
const fs = require('node:fs')
const rows = fs.readFileSync('train.jsonl', 'utf8').trim().split('\\n').length
console.log('Loaded ' + rows + ' examples with ' + process.argv.slice(2).join(' '))
const history = []
const lossAt = (step) => Math.round((0.2 + 2 * Math.exp(-step / 8)) * 1e4) / 1e4
const wait = () => new Promise((resolve) => setTimeout(resolve, 20))
async function main() {
  for (let third = 1; third <= 3; third += 1) {
    for (let turn = 0; !fs.existsSync('go-' + third); turn += 1) {
      if (fs.existsSync('go-fail')) {
        console.error('RuntimeError: CUDA out of memory. Tried to allocate 2.00 GiB')
        process.exit(1)
      }
      // Nobody waits for this test any more.
      if (turn > 3000) process.exit(3)
      await wait()
    }
    for (let step = third * 10 - 9; step <= third * 10; step += 1) {
      const row = { loss: lossAt(step), grad_norm: 0.5, learning_rate: 0.0002, epoch: step / 10 }
      history.push({ ...row, step })
      console.log(JSON.stringify(row).replaceAll('"', "'"))
    }
    const evaluated = { eval_loss: lossAt(third * 10) + 0.1, eval_runtime: 0.1, epoch: third }
    history.push({ ...evaluated, step: third * 10 })
    console.log(JSON.stringify(evaluated).replaceAll('"', "'"))
    const folder = ${JSON.stringify(outputFolder)} + '/checkpoint-' + third * 10
    fs.mkdirSync(folder, { recursive: true })
    const state = { best_metric: null, epoch: third, global_step: third * 10, log_history: history, max_steps: 30, num_train_epochs: 3 }
    fs.writeFileSync(folder + '/trainer_state.json', JSON.stringify(state, null, 2))
  }
}
main()
`
