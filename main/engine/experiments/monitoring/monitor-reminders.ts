import type { Monitor, MonitorReminder } from '../../../../shared/domain/monitor.ts'
import type { RecipeRun } from '../../../../shared/domain/run.ts'
import { hasRetrieval } from '../../../../shared/domain/rung.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'

type Ports = Pick<ExperimentPorts, 'store' | 'clock'>

const msPerDay = 86_400_000
/** A date that is nearer than this is said before it comes. */
const noticeDays = 14

/** What a pinned recipe needs beside replays: fresh documents, an index and a model that are not too old. */
export function monitorReminders(
  { terms }: Monitor,
  pinned: RecipeRun,
  retiresOn: string | null,
  { store, clock }: Ports,
): MonitorReminder[] {
  const now = clock.now().getTime()
  const reminders: MonitorReminder[] = []
  const version = store.datasets.findVersion(pinned.provenance.corpusVersionId)
  const newest = version && store.datasets.listCorpora().find(({ corpusId }) => corpusId === version.corpusId)
  if (hasRetrieval(pinned.recipe.rung) && version && newest) {
    if (newest.versionId !== version.versionId) {
      reminders.push({
        kind: 'corpusChanged',
        sentence: `${newest.corpusName} has version ${newest.number}; the pinned run used version ${version.number}. Run the recipe on the new version and pin that run.`,
        isDue: true,
      })
    }
    const { corpusAgeDays, reindexAfterDays } = terms
    const ageDays = Math.floor((now - Date.parse(newest.createdAt)) / msPerDay)
    if (corpusAgeDays !== null && ageDays >= corpusAgeDays) {
      reminders.push({
        kind: 'corpusOld',
        sentence: `The newest version of ${newest.corpusName} is ${ageDays} days old, more than the ${corpusAgeDays} that you allow. Import the documents again.`,
        isDue: true,
      })
    }
    const index = dueAfter(pinned.createdAt, reindexAfterDays, now)
    if (index !== null) {
      reminders.push({ kind: 'reindex', ...sentenceOf('Building the index again', index, reindexAfterDays!) })
    }
  }
  const evalSet = store.datasets.listEvalSets().find(({ evalSetId }) => evalSetId === pinned.evalSetId)
  if (evalSet && evalSet.contentHash !== pinned.provenance.evalSetHash) {
    reminders.push({
      kind: 'questionsChanged',
      sentence: `The questions or judgments of ${evalSet.name} changed since the run was pinned, so replays cannot be held against it. Run the recipe again and pin that run.`,
      isDue: true,
    })
  }
  const tuned = pinned.recipe.generation?.tuned
  if (tuned) {
    const job = store.fineTunes.get(tuned.fineTuneJobId)?.job
    const training = dueAfter(job?.finishedAt ?? pinned.createdAt, terms.retrainAfterDays, now)
    if (training !== null) {
      reminders.push({ kind: 'retrain', ...sentenceOf('Training again', training, terms.retrainAfterDays!) })
    }
  }
  if (retiresOn !== null) {
    reminders.push({
      kind: 'modelRetires',
      sentence: `${pinned.recipe.generation!.model} retires ${retiresOn}. Measure another model on the same questions before.`,
      isDue: Date.parse(retiresOn) - now < 90 * msPerDay,
    })
  }
  return reminders
}

/** Days until it is due, below 0 when it is late; null when nothing was asked for, or it lies far ahead. */
function dueAfter(from: string, days: number | null, nowMs: number): number | null {
  if (days === null) return null
  const left = Math.ceil((Date.parse(from) + days * msPerDay - nowMs) / msPerDay)
  return left > noticeDays ? null : left
}

function sentenceOf(what: string, daysLeft: number, everyDays: number): Pick<MonitorReminder, 'sentence' | 'isDue'> {
  const when =
    daysLeft > 0
      ? `is due in ${daysLeft} ${daysLeft === 1 ? 'day' : 'days'}`
      : daysLeft === 0
        ? 'is due today'
        : `was due ${-daysLeft} ${daysLeft === -1 ? 'day' : 'days'} ago`
  return { sentence: `${what} ${when} (every ${everyDays} days).`, isDue: daysLeft <= 0 }
}
