import { AppError } from '../../../shared/domain/app-error.ts'
import type { EvalSet } from '../../../shared/domain/eval-set.ts'
import type { TrainingBaseline } from '../../../shared/domain/training-baseline.ts'
import type { TrainingVersion } from '../../../shared/domain/training-set.ts'
import type { Store } from '../../ports/store.ts'
import { exampleTexts } from './example-texts.ts'

/** Stores questions without documents as an eval set. */
export type StoreEvalSet = (
  name: string,
  questions: readonly {
    readonly queryId: string
    readonly text: string
    readonly answers: readonly string[]
    readonly split: string
  }[],
) => EvalSet

/**
 * Makes the eval set of a frozen split, once: the question is what the model is asked (of several turns a transcript, each
 * line after its role), the answer the last assistant's message.
 * `systemPrompt` is the system message that all rows share; null where they differ. Call it inside a transaction.
 * Throws AppError INVALID_INPUT without a frozen split.
 */
export function makeSplitEvalSet(
  version: TrainingVersion,
  store: Pick<Store, 'training' | 'datasets'>,
  storeEvalSet: StoreEvalSet,
): { evalSet: EvalSet; systemPrompt: string | null } {
  if (version.counts.unassigned > 0 || version.examples === 0)
    throw new AppError('INVALID_INPUT', `Freeze the split of "${version.name}" first. Nothing was stored.`)
  const rows = store.training.examplesOf(version.versionId)
  const texts = rows.map((row) => ({ row, ...exampleTexts(row) }))
  const systems = new Set(texts.map(({ system }) => system))
  const systemPrompt = systems.size === 1 ? [...systems][0]! : null
  const known = version.evalSetId === null ? null : store.datasets.evalSet(version.evalSetId)
  if (known) return { evalSet: known, systemPrompt }
  const questions = texts
    .filter(({ input, target }) => input.trim() !== '' && target.trim() !== '')
    .map(({ row, input, target }) => ({
      ...{ queryId: row.exampleId, text: input, answers: [target], split: row.split ?? 'train' },
    }))
  const evalSet = storeEvalSet(`${version.name}, training version ${version.number}`, questions)
  store.training.setEvalSet(version.versionId, evalSet.evalSetId)
  return { evalSet, systemPrompt }
}

/** Whether the un-tuned model was measured on the test split of a version. */
export function baselineOf(
  version: TrainingVersion,
  baseModel: string,
  { runs }: Pick<Store, 'runs'>,
): TrainingBaseline {
  const { evalSetId } = version
  const own = runs
    .listSummaries()
    .filter((run) => evalSetId !== null && run.evalSetId === evalSetId && run.split === 'test')
    .filter(({ status, recipe }) => status === 'finished' && recipe?.rung === 'prompt')
    .filter(({ recipe }) => recipe?.generation?.model === baseModel)
  const isZeroShot = ({ recipe }: (typeof own)[number]) => recipe?.prompt.examples.kind === 'none'
  const zeroShot = own.filter(isZeroShot).map(({ runId }) => runId)
  const fewShot = own.filter((run) => !isZeroShot(run)).map(({ runId }) => runId)
  const missing = [
    ...(zeroShot.length === 0 ? ['without examples (zero-shot)'] : []),
    ...(fewShot.length === 0 ? ['with examples from the split train in its prompt (few-shot)'] : []),
  ]
  return {
    ...{ evalSetId, testRows: version.counts.test, zeroShot, fewShot, isMeasured: missing.length === 0 },
    missing: missing.length === 0 ? null : `${baseModel} was not measured on the test split ${missing.join(' nor ')}.`,
  }
}
