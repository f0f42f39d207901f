import type { ServerRerank } from '../../../shared/domain/rerank.ts'

/** Address and body of one request: all of the texts are to come back with a score, and without being repeated. */
export function rerankRequest(
  { baseUrl, dialect, model }: ServerRerank,
  query: string,
  texts: readonly string[],
): { url: URL; body: Record<string, unknown> } {
  const common = { model, query: query.toWellFormed(), documents: texts.map((text) => text.toWellFormed()) }
  switch (dialect) {
    case 'standard':
      return {
        url: below(baseUrl, '/rerank'),
        body: { ...common, top_n: texts.length, return_documents: false },
      }
    case 'voyage':
      return { url: below(baseUrl, '/rerank'), body: { ...common, top_k: texts.length } }
    case 'cohere':
      return { url: below(baseUrl.replace(/\/v2\/*$/, ''), '/v2/rerank'), body: { ...common, top_n: texts.length } }
  }
}

/** A base address may end in a slash, or hold a query. */
function below(baseUrl: string, path: string): URL {
  const url = new URL(baseUrl)
  url.pathname = url.pathname.replace(/\/+$/, '') + path
  return url
}
