import { AsyncIteratorClass, ORPCError } from '@orpc/client'
import { ConnectionLostError } from './connection-lost-error.ts'

interface Guarded {
  /** Whether the connection is gone. */
  readonly isLost: () => boolean
  readonly signal: AbortSignal | undefined
  /** What a user reads when the answer cannot come any more. */
  readonly lostSentence: string
}

/**
 * Makes a call whose connection may go. What fails after the loss of the connection, also in the middle of a stream,
 * fails with ConnectionLostError, unless the engine or the caller said otherwise.
 */
export async function guardConnection(guarded: Guarded, call: () => Promise<unknown>): Promise<unknown> {
  const output = await guard(guarded, call)
  return isStream(output) ? guardStream(output, guarded) : output
}

async function guard<Result>({ isLost, signal, lostSentence }: Guarded, act: () => Promise<Result>): Promise<Result> {
  try {
    return await act()
  } catch (error) {
    if (!isLost() || signal?.aborted || error instanceof ORPCError) throw error
    throw new ConnectionLostError(lostSentence)
  }
}

function guardStream(stream: AsyncIterator<unknown>, guarded: Guarded): AsyncIteratorClass<unknown> {
  return new AsyncIteratorClass(
    () => guard(guarded, () => stream.next()),
    async (reason) => {
      if (reason !== 'next') await stream.return?.()
    },
  )
}

function isStream(output: unknown): output is AsyncIterator<unknown> {
  return typeof output === 'object' && output !== null && Symbol.asyncIterator in output && 'next' in output
}
