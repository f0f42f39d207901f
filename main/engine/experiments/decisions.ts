import { AppError } from '../../../shared/domain/app-error.ts'
import { LadderQuestion, type LadderReport, ladderSettingsName } from '../../../shared/domain/ladder-report.ts'
import { ServingSettings, servingSettingsName } from '../../../shared/domain/monthly-cost.ts'
import type { ExperimentPorts } from './experiment-ports.ts'
import { ladderReport } from './ladder-report.ts'

/** Whether the next rung is worth it, and what was asked to find out. */
export class Decisions {
  readonly #ports: Pick<ExperimentPorts, 'store' | 'compute'>

  constructor(ports: Pick<ExperimentPorts, 'store' | 'compute'>) {
    this.#ports = ports
  }

  /** Null while no recipe's run is finished. Throws AppError NOT_FOUND, INVALID_INPUT. */
  ladder(question: LadderQuestion, signal?: AbortSignal): Promise<LadderReport | null> {
    const kept = this.#kept()
    const terms = { ...kept.terms, ...question.terms }
    return ladderReport({ ...kept, ...question, terms }, this.#ports, signal)
  }

  /** Throws AppError WORKSPACE_LOCKED. */
  keepLadder(question: LadderQuestion): LadderQuestion {
    const { store } = this.#ports
    if (store.readOnly) {
      throw new AppError(
        'WORKSPACE_LOCKED',
        'Another Rungs process writes this workspace, so nothing was changed. Close it and try again.',
      )
    }
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

  #kept(): LadderQuestion {
    return LadderQuestion.parse(this.#ports.store.settings.get(ladderSettingsName) ?? {})
  }
}
