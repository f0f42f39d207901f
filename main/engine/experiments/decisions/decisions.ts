import { AppError } from '../../../../shared/domain/app-error.ts'
import {
  DecisionAnswers,
  type DecisionDraft,
  DecisionEntries,
  type DecisionFormat,
  DecisionRecord,
  type DecisionVersion,
  unsavedEntriesName,
} from '../../../../shared/domain/decision.ts'
import { LadderQuestion, type LadderReport, ladderSettingsName } from '../../../../shared/domain/ladder-report.ts'
import { ServingSettings, servingSettingsName } from '../../../../shared/domain/monthly-cost.ts'
import { requireWritable } from '../../../../shared/domain/require-writable.ts'
import { Rung } from '../../../../shared/domain/rung.ts'
import { rungLabel } from '../../../../shared/domain/rung-label.ts'
import { writeDecision } from '../../export/write-decision.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'
import { ladderReport } from '../ladder/ladder-report.ts'
import { decisionChecklist } from './decision-checklist.ts'
import { gatherDecision } from './gather-decision.ts'
import { recommendRung } from './recommend-rung.ts'
import { sinceSaved } from './since-saved.ts'

type DecisionPorts = Pick<ExperimentPorts, 'store' | 'compute' | 'clock' | 'appVersion' | 'priceBook'>

/** Whether the next rung is worth it, and what was asked to find out. */
export class Decisions {
  readonly #ports: DecisionPorts

  constructor(ports: DecisionPorts) {
    this.#ports = ports
  }

  /** Null while no recipe's run is finished and scored. Throws AppError NOT_FOUND, INVALID_INPUT. */
  ladder(question: LadderQuestion, signal?: AbortSignal): Promise<LadderReport | null> {
    const { metric: preferred, evalSetId, split, ...kept } = this.#kept()
    // What was asked last is no demand: its questions may be gone, and others may be scored by other measures.
    const isThere =
      evalSetId !== undefined &&
      split !== undefined &&
      this.#ports.store.runs.finishedRuns(evalSetId, split).length > 0 &&
      question.evalSetId === undefined
    const terms = { ...kept.terms, ...question.terms }
    const asked = { ...kept, ...(isThere && { evalSetId, split }), ...question, terms }
    return ladderReport(asked, this.#ports, { preferred, signal })
  }

  /** Throws AppError WORKSPACE_LOCKED. */
  keepLadder(question: LadderQuestion): LadderQuestion {
    const { store } = this.#ports
    requireWritable(this.#ports.store)
    const { queriesPerMonth, ...rest } = question
    store.transaction(() => {
      const kept = this.#kept()
      store.settings.set(ladderSettingsName, { ...kept, ...rest, terms: { ...kept.terms, ...rest.terms } })
      if (queriesPerMonth === undefined) return
      const serving = ServingSettings.parse(store.settings.get(servingSettingsName) ?? {})
      store.settings.set(servingSettingsName, { ...serving, queriesPerMonth })
    })
    return this.#kept()
  }

  /** The record as it would be now, from the entries given, else those last saved, and what is new since the newest version. */
  async draft(given?: DecisionEntries, signal?: AbortSignal): Promise<DecisionDraft> {
    const latest = this.#ports.store.decisions.latest()
    const record = await this.#record(given ?? latest?.record.entries ?? DecisionEntries.parse({}), signal)
    if (latest === null) return { ...record, newest: null }
    // With what a record has and no more, as it would be read back from the store.
    const changes = sinceSaved(latest.record, DecisionRecord.parse(record))
    const hasSameEntries = inOneOrder(latest.record.entries) === inOneOrder(record.entries)
    const { number, savedAt } = latest
    return { ...record, newest: { number, savedAt, hasSameEntries, changes } }
  }

  async #record(entries: DecisionEntries, signal?: AbortSignal): Promise<DecisionRecord> {
    const ladder = await this.ladder({}, signal)
    const framework = recommendRung(entries.answers)
    const evidence = ladder?.standOn ? { rung: ladder.standOn, headline: ladder.headline } : null
    return {
      entries,
      framework,
      evidence,
      disagreement: disagreementOf(framework, evidence, ladder),
      checklist: decisionChecklist(ladder, entries, this.#ports),
      ladder,
    }
  }

  /** Entries that are in no version yet: what was entered outlives the page and the app. Null where there are none. */
  unsaved(): DecisionEntries | null {
    return DecisionEntries.nullable().parse(this.#ports.store.settings.get(unsavedEntriesName) ?? null)
  }

  /** Throws AppError WORKSPACE_LOCKED. */
  keepUnsaved(entries: DecisionEntries | null): DecisionEntries | null {
    requireWritable(this.#ports.store)
    this.#ports.store.settings.set(unsavedEntriesName, entries)
    return entries
  }

  /** Throws AppError WORKSPACE_LOCKED. */
  async save(entries: DecisionEntries, signal?: AbortSignal): Promise<DecisionVersion> {
    const { store, clock } = this.#ports
    requireWritable(store)
    const record = await this.#record(entries, signal)
    return store.transaction(() => {
      const unsaved = this.unsaved()
      if (unsaved && inOneOrder(unsaved) === inOneOrder(entries)) store.settings.set(unsavedEntriesName, null)
      return store.decisions.add(record, clock.now().toISOString())
    })
  }

  /** Throws AppError NOT_FOUND, WORKSPACE_LOCKED. */
  restore(number: number, signal?: AbortSignal): Promise<DecisionVersion> {
    return this.save(this.version(number).record.entries, signal)
  }

  versions(): Pick<DecisionVersion, 'number' | 'savedAt'>[] {
    return this.#ports.store.decisions.list()
  }

  /** Throws AppError NOT_FOUND. */
  version(number: number): DecisionVersion {
    const found = this.#ports.store.decisions.version(number)
    if (found) return found
    throw new AppError('NOT_FOUND', `There is no version ${number} of the decision record.`, { number })
  }

  /**
   * A record as a file: the saved version of that number, else the record of the entries given, which carries the number of the
   * newest version where it says the same. Throws AppError NOT_FOUND.
   */
  async *export(
    {
      format,
      number,
      entries,
    }: { format: DecisionFormat; number?: number | undefined; entries?: DecisionEntries | undefined },
    signal?: AbortSignal,
  ): AsyncGenerator<string, void> {
    const shown = number === undefined ? await this.#shown(entries, signal) : this.version(number)
    yield writeDecision(gatherDecision(shown, this.#ports), format)
  }

  async #shown(
    entries: DecisionEntries | undefined,
    signal?: AbortSignal,
  ): Promise<{ number: number | null; savedAt: string | null; record: DecisionRecord }> {
    const { newest, ...record } = await this.draft(entries, signal)
    const isSaved = newest?.hasSameEntries && newest.changes.length === 0
    return isSaved ? this.version(newest.number) : { number: null, savedAt: null, record }
  }

  #kept(): LadderQuestion {
    return LadderQuestion.parse(this.#ports.store.settings.get(ladderSettingsName) ?? {})
  }
}

/** Reasons that were taken back and given again stand in another order. */
function inOneOrder({ answers, overrides, notes }: DecisionEntries): string {
  const sorted = Object.entries(overrides).sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([DecisionAnswers.parse(answers), sorted, notes])
}

/** Why answers and evidence point to different rungs; null where they agree or one of them is silent. */
function disagreementOf(
  framework: DecisionRecord['framework'],
  evidence: DecisionRecord['evidence'],
  ladder: LadderReport | null,
): string | null {
  if (framework === null || evidence === null || framework.rung === evidence.rung) return null
  const [asked, found] = [rungLabel[framework.rung], rungLabel[evidence.rung]]
  // The step that leads on from what was asked for, or the one that does not lead up to it.
  const rungs = Rung.options
  const isAbove = rungs.indexOf(evidence.rung) > rungs.indexOf(framework.rung)
  const step = ladder?.steps.find(({ toRung }) => toRung === (isAbove ? evidence.rung : framework.rung))
  const isMissing = ladder?.rungs.some(({ rung, best }) => rung === framework.rung && best === null)
  if (isMissing)
    return `Your answers ask for ${asked}, for which there is no evidence yet; the evidence stands on ${found}.`
  const why = step ? ` ${step.sentence}` : ''
  return `Your answers ask for ${asked}; the evidence stands on ${found}.${why}`
}
