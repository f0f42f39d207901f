import type { Clock } from '../../ports/clock.ts'
import type { OpenReranker } from '../../ports/reranker.ts'
import type { Secrets } from '../../ports/secrets.ts'
import { ServerReranker } from '../rerank-server/server-reranker.ts'

interface OpenRerankerPorts {
  readonly secrets: Pick<Secrets, 'get'>
  readonly clock: Clock
  /** Until a request without an answer is given up; five minutes when left out. */
  readonly timeoutMs?: number
}

/** Opens rerankers behind HTTP; sends nothing before it is asked to. */
export function createOpenReranker(ports: OpenRerankerPorts): OpenReranker {
  return (settings) => new ServerReranker(settings, ports)
}
