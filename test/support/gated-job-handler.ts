import { once } from 'node:events'
import type { JobContext, JobHandler } from '../../main/engine/jobs/job-handler.ts'
import type { JobKind } from '../../shared/domain/job.ts'

/** Does the items of a job when the test says so; each leaves a note with its key. */
export class GatedJobHandler implements JobHandler {
  readonly kind: JobKind
  readonly #gate = new EventTarget()
  #passes = 0

  constructor(kind: JobKind) {
    this.kind = kind
  }

  /** Lets one item end. */
  pass(): void {
    this.#passes += 1
    this.#gate.dispatchEvent(new Event('pass'))
  }

  async runItem(_job: unknown, itemKey: string, { signal, note }: JobContext): Promise<void> {
    while (this.#passes === 0) await once(this.#gate, 'pass', { signal })
    this.#passes -= 1
    note(itemKey)
  }
}
