/** How the server treats one request. Without a behaviour it answers as OpenAI does. */
export type Behaviour =
  /** A right answer; `after` holds it back, `text` is what a language model says, `reversed` turns lists round. */
  | {
      readonly kind: 'answer'
      readonly after?: Promise<unknown>
      readonly reversed?: boolean
      readonly text?: string
      readonly headers?: Readonly<Record<string, string>>
    }
  /** A status with OpenAI's error body; the headers go out as given. */
  | {
      readonly kind: 'status'
      readonly status: number
      readonly headers?: Readonly<Record<string, string>>
      readonly message?: string
      readonly code?: string
    }
  /** The connection is cut before the answer, or in the middle of its body. */
  | { readonly kind: 'cut'; readonly at: 'start' | 'body' }
  /** Status 200 with nothing. */
  | { readonly kind: 'empty' }
  /** Status 200 with JSON that is no answer of any endpoint. */
  | { readonly kind: 'other-json' }
  /** A language model that declines, or stops in the middle of a word at its limit. */
  | { readonly kind: 'refusal' }
  | { readonly kind: 'length' }
  /** A language model that spends tokens on reasoning, or was asked the same before. */
  | { readonly kind: 'tokens'; readonly reasoning?: number; readonly cached?: number }
  /** Usage that is missing, or cannot be true. */
  | { readonly kind: 'usage'; readonly usage: 'none' | 'wrong' }
  /** Status 200 with half a JSON text. */
  | { readonly kind: 'malformed' }
  /** Status 200 with a page of a proxy. */
  | { readonly kind: 'html' }
  /** This many vectors or scores more than texts; negative for fewer. */
  | { readonly kind: 'count'; readonly extra: number }
  /** Every vector or score under the index of the first. */
  | { readonly kind: 'same-index' }
  /** Vectors of another length than asked for; `all` of them, or the last one only. */
  | { readonly kind: 'dimensions'; readonly dimensions: number; readonly which: 'all' | 'last' }
  /** NaN in the last vector or score, which JSON can only carry as null. */
  | { readonly kind: 'nan' }

/** A behaviour for each request in turn; right answers when they are used up. */
export function inTurn(...behaviours: readonly Behaviour[]): () => Behaviour {
  const rest = [...behaviours]
  return () => rest.shift() ?? { kind: 'answer' }
}

/** OpenAI's answer to too many requests, with the headers that come with it. */
export function rateLimited(headers: Readonly<Record<string, string>> = {}): Behaviour {
  return {
    kind: 'status',
    status: 429,
    code: 'rate_limit_exceeded',
    message: 'Rate limit reached for requests.',
    headers: {
      'x-ratelimit-limit-requests': '3000',
      'x-ratelimit-remaining-requests': '0',
      'x-ratelimit-reset-requests': '20ms',
      ...headers,
    },
  }
}
