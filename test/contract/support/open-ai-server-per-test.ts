import { afterEach, beforeEach } from 'vitest'
import { OpenAiServer } from '../../support/openai-server/openai-server.ts'
import { apiKey, type EmbedderOptions, embedWith } from './embed-with.ts'

/** A server of its own for each test, that takes `apiKey`. @returns what embeds with the present one. */
export function openAiServerPerTest(started: (server: OpenAiServer) => void) {
  let server: OpenAiServer
  beforeEach(async () => {
    server = await OpenAiServer.start({ apiKey })
    started(server)
  })
  afterEach(() => server[Symbol.asyncDispose]())
  return (texts: readonly string[], options?: EmbedderOptions, signal?: AbortSignal) =>
    embedWith(server, texts, options, signal)
}
