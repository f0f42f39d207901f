import { AppError } from '../../../../shared/domain/app-error.ts'
import type { Generation } from '../../../../shared/domain/generation.ts'
import type { JobId, MonitorId, RunId } from '../../../../shared/domain/ids.ts'
import type { JobStatus } from '../../../../shared/domain/job.ts'
import { exampleDefinitions } from '../../../../shared/domain/metric.ts'
import { extractiveModel } from '../../../../shared/domain/model-provider.ts'
import type {
  Monitor,
  MonitorDraft,
  MonitorEdit,
  MonitorState,
  Replay,
  ReplayVerdict,
} from '../../../../shared/domain/monitor.ts'
import type { RecipeRun, Run } from '../../../../shared/domain/run.ts'
import type { StoredReplay } from '../../../ports/monitor-store.ts'
import type { JobQueue } from '../../jobs/job-queue.ts'
import { controlLimits } from '../../monitoring/control-limits.ts'
import { nextReplayAt } from '../../monitoring/next-replay-at.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'
import { evaluatorsOfRun } from '../rescoring/evaluators-of-run.ts'
import { startSweep } from '../sweeps/start-sweep.ts'
import { checkReplay } from './check-replay.ts'
import { monitorReminders } from './monitor-reminders.ts'

const msPerMinute = 60_000
/** More than a chart can show; a check each hour for two weeks. */
const mostReplays = 400
/** How long a list waits for providers that are asked when their models retire. */
const patienceMs = 1000

/** Pinned recipes that are replayed, and what came of it. */
export class Monitors {
  readonly #ports: ExperimentPorts
  readonly #queue: JobQueue
  /** Shutdown dates by provider and model, asked once while the process runs; null also where nobody answered. */
  readonly #retirements = new Map<string, string | null>()
  readonly #asking = new Map<string, Promise<void>>()
  /** Why a due monitor could not be replayed, until it can. */
  readonly #troubles = new Map<MonitorId, string>()
  /** Replays that are held against their pinned run right now. */
  readonly #underWay = new Map<RunId, Promise<void>>()
  readonly #end = new AbortController()
  #watching: Promise<void> | null = null

  constructor(ports: ExperimentPorts, queue: JobQueue) {
    this.#ports = ports
    this.#queue = queue
  }

  /** Finished replays that were not held against their pinned run yet are now. */
  async list(): Promise<MonitorState[]> {
    await this.#settle()
    return this.#ports.store.monitors.list().map((monitor) => this.#state(monitor))
  }

  /** Throws AppError NOT_FOUND, INVALID_INPUT or CONFLICT. */
  add({ name, runId, terms }: MonitorDraft): Monitor {
    this.#requireNameFree(name, null)
    const run = this.#pinned(runId)
    if (!run) {
      throw new AppError('INVALID_INPUT', 'Only a finished run with a recipe can be pinned. Choose another run.', {
        runId,
      })
    }
    this.#requireMetric(run, terms.metric)
    const { newId, clock, store } = this.#ports
    const monitor: Monitor = {
      monitorId: newId() as MonitorId,
      name,
      runId,
      terms,
      createdAt: clock.now().toISOString(),
      isPaused: false,
    }
    store.monitors.set(monitor)
    return monitor
  }

  /** Throws as `add`. */
  edit(monitorId: MonitorId, { name, terms, isPaused }: MonitorEdit): Monitor {
    const before = this.#get(monitorId)
    if (name !== undefined) this.#requireNameFree(name, monitorId)
    const pinned = this.#pinned(before.runId)
    if (terms && pinned) this.#requireMetric(pinned, terms.metric)
    const monitor = {
      ...before,
      ...(name !== undefined && { name }),
      ...(terms && { terms }),
      ...(isPaused !== undefined && { isPaused }),
    }
    this.#ports.store.monitors.set(monitor)
    return monitor
  }

  remove(monitorId: MonitorId): boolean {
    return this.#ports.store.monitors.remove(monitorId)
  }

  /** By id or name. Throws AppError NOT_FOUND. */
  find(reference: string): Monitor {
    const all = this.#ports.store.monitors.list()
    const found = all.find(({ monitorId, name }) => monitorId === reference || name === reference)
    if (found) return found
    const names = all.map(({ name }) => name).join(', ')
    throw new AppError(
      'NOT_FOUND',
      all.length === 0
        ? 'There is no monitor in this workspace yet. Pin a run under Monitor in the app, or with `rungs monitor pin`.'
        : `There is no monitor "${reference}". This workspace has: ${names}.`,
    )
  }

  /** Asks the pinned run's questions again, anew. Throws AppError NOT_FOUND, CONFLICT while a replay runs, or as a sweep. */
  replay(monitorId: MonitorId): { jobId: JobId; runId: RunId } {
    const monitor = this.#get(monitorId)
    const pinned = this.#pinned(monitor.runId)
    if (!pinned) {
      throw new AppError('NOT_FOUND', `The run that ${monitor.name} pins was deleted. Pin another one.`, { monitorId })
    }
    const { store, clock } = this.#ports
    if (this.#replays(monitor).some(({ verdict }) => verdict === 'running')) {
      throw new AppError('CONFLICT', `A replay of ${monitor.name} is under way. Nothing was started.`, { monitorId })
    }
    return store.transaction(() => {
      const { jobId, runIds } = startSweep(
        {
          name: `Replay of ${monitor.name}`,
          eval: pinned.evalSetName,
          split: pinned.split,
          base: pinned.recipe,
          grid: {},
          evaluators: evaluatorsOfRun(pinned, this.#ports),
          budget: { perRunUsd: monitor.terms.capUsd, perSweepUsd: null },
          fresh: true,
        },
        this.#ports,
        this.#queue,
      )
      store.monitors.addReplay(monitorId, runIds[0]!, clock.now().toISOString())
      this.#troubles.delete(monitorId)
      return { jobId, runId: runIds[0]! }
    })
  }

  /** Those that are due and not paused. */
  due(): Monitor[] {
    const now = this.#ports.clock.now()
    return this.#ports.store.monitors.list().filter((monitor) => {
      const nextAt = this.#nextAt(monitor, this.#replays(monitor))
      return nextAt !== null && nextAt <= now
    })
  }

  /**
   * Replays what is due, each minute, until `stop`: for hosts that stay. A monitor that cannot be replayed stops no other.
   * @param onTrouble is told why one could not be started, once for each reason.
   */
  watch(onTrouble: (sentence: string) => void): void {
    this.#watching ??= this.#watch(onTrouble)
  }

  async stop(): Promise<void> {
    this.#end.abort()
    await this.#watching
  }

  async #watch(onTrouble: (sentence: string) => void): Promise<void> {
    while (!this.#end.signal.aborted) {
      for (const { monitorId, name } of this.due()) {
        try {
          this.replay(monitorId)
        } catch (error) {
          const trouble = error instanceof Error ? error.message : String(error)
          if (this.#troubles.get(monitorId) !== trouble) onTrouble(`${name} was not replayed: ${trouble}`)
          this.#troubles.set(monitorId, trouble)
        }
      }
      await this.#ports.clock.sleep(msPerMinute, this.#end.signal).catch(() => {})
    }
  }

  async #settle(): Promise<void> {
    const { monitors, runs } = this.#ports.store
    const all = monitors.list()
    await this.#learnRetirements(all)
    for (const monitor of all) {
      const pinned = this.#pinned(monitor.runId)
      if (!pinned) continue
      for (const { runId, checks } of monitors.replays(monitor.monitorId)) {
        const run = checks === null ? runs.run(runId) : null
        if (run?.status === 'finished') await this.#check(monitor, pinned, run)
      }
    }
  }

  #check(monitor: Monitor, pinned: RecipeRun, replay: Run): Promise<void> {
    const { store } = this.#ports
    const checking =
      this.#underWay.get(replay.runId) ??
      checkReplay(pinned, replay, monitor.terms, this.#ports)
        .then((checks) => {
          if (!store.readOnly) store.monitors.setChecks(monitor.monitorId, replay.runId, checks)
        })
        .finally(() => this.#underWay.delete(replay.runId))
    this.#underWay.set(replay.runId, checking)
    return checking
  }

  #state(monitor: Monitor): MonitorState {
    const pinned = this.#pinned(monitor.runId)
    const replays = this.#replays(monitor)
    const generation = pinned?.recipe.generation
    const retiresOn = generation ? (this.#retirements.get(modelKey(generation)) ?? null) : null
    const scores = pinned && this.#ports.store.runs.scores(pinned.runId, monitor.terms.metric)
    return {
      monitor,
      pinnedRun: pinned && {
        name: pinned.name,
        evalSetName: pinned.evalSetName,
        split: pinned.split,
        queries: pinned.queries,
      },
      replays,
      quality: scores ? controlLimits(scores) : null,
      nextAt: this.#nextAt(monitor, replays)?.toISOString() ?? null,
      trouble: this.#troubles.get(monitor.monitorId) ?? null,
      reminders: pinned ? monitorReminders(monitor, pinned, retiresOn, this.#ports) : [],
    }
  }

  #replays(monitor: Monitor): Replay[] {
    const { runs, monitors, jobs } = this.#ports.store
    return monitors
      .replays(monitor.monitorId)
      .slice(-mostReplays)
      .flatMap((stored) => {
        const run = runs.run(stored.runId)
        return run ? [replayOf(stored, run, jobs.get(run.jobId)?.status ?? null)] : []
      })
  }

  /** Null while nothing is due: paused, its run gone, or a replay under way. */
  #nextAt({ runId, isPaused, terms, createdAt }: Monitor, replays: readonly Replay[]): Date | null {
    if (isPaused || !this.#pinned(runId) || replays.some(({ verdict }) => verdict === 'running')) return null
    return nextReplayAt(replays.at(-1)?.at ?? null, createdAt, terms.everyHours)
  }

  #get(monitorId: MonitorId): Monitor {
    const monitor = this.#ports.store.monitors.get(monitorId)
    if (monitor) return monitor
    throw new AppError('NOT_FOUND', 'This monitor was removed. Nothing was changed.', { monitorId })
  }

  #pinned(runId: RunId): RecipeRun | null {
    const run = this.#ports.store.runs.run(runId)
    return run?.status === 'finished' && run.recipe !== null ? { ...run, recipe: run.recipe } : null
  }

  #requireNameFree(name: string, besides: MonitorId | null): void {
    const taken = this.#ports.store.monitors.list().some((other) => other.name === name && other.monitorId !== besides)
    if (taken) throw new AppError('CONFLICT', `There is a monitor "${name}" already. Choose another name.`, { name })
  }

  #requireMetric({ runId, name }: Run, metric: string): void {
    const isKnown = exampleDefinitions([metric]).length > 0
    if (isKnown && this.#ports.store.runs.scoredMetrics(runId).includes(metric)) return
    throw new AppError('INVALID_INPUT', `${name} has no scores of "${metric}". Choose a measure that it has.`, {
      metric,
    })
  }

  /** Asks providers that were not asked yet, all at once; who is slow is heard the next time. */
  async #learnRetirements(monitors: readonly Monitor[]): Promise<void> {
    const asking = monitors.flatMap(({ runId }) => {
      const pinned = this.#pinned(runId)
      return pinned ? [this.#learnRetirement(pinned)] : []
    })
    const patience = new AbortController()
    const { clock } = this.#ports
    await Promise.race([Promise.all(asking), clock.sleep(patienceMs, patience.signal).catch(() => {})])
    patience.abort()
  }

  async #learnRetirement({ recipe: { generation } }: RecipeRun): Promise<void> {
    if (!generation || generation.model === extractiveModel) return
    const key = modelKey(generation)
    if (this.#retirements.has(key)) return
    const ask = async () => {
      try {
        const models = await this.#ports.languageModels.list(generation.provider, AbortSignal.timeout(5000))
        this.#retirements.set(key, models.find(({ model }) => model === generation.model)?.shutdownDate ?? null)
      } catch {
        // Offline, without a key, or a server without a list: nothing is known, and nothing is claimed.
        this.#retirements.set(key, null)
      } finally {
        this.#asking.delete(key)
      }
    }
    const asked = this.#asking.get(key) ?? ask()
    this.#asking.set(key, asked)
    await asked
  }
}

function modelKey({ provider, model }: Pick<Generation, 'provider' | 'model'>): string {
  return JSON.stringify([provider, model])
}

/** @param jobStatus of the job that replays it; null when it is gone. */
function replayOf({ runId, at, checks }: StoredReplay, { status, error }: Run, jobStatus: JobStatus | null): Replay {
  const isOpen = status === 'queued' || status === 'running'
  // A run that Rungs left behind keeps its state, as it can be resumed; nobody works on it.
  if (isOpen && jobStatus !== 'queued' && jobStatus !== 'running') {
    return { runId, at, verdict: 'failed', checks: [], error: 'Rungs ended before it did. It can be resumed.' }
  }
  const verdict = ((): ReplayVerdict => {
    if (isOpen) return 'running'
    if (status !== 'finished') return 'failed'
    if (checks === null) return 'running'
    if (checks.some(({ state }) => state === 'drift')) return 'drift'
    if (checks.some(({ state }) => state === 'watch')) return 'watch'
    // What cannot be held against the pinned run is not as it was pinned.
    return checks.some(({ kind, state }) => kind === 'quality' && state === 'unknown') ? 'unknown' : 'ok'
  })()
  return { runId, at, verdict, checks: [...(checks ?? [])], error }
}
