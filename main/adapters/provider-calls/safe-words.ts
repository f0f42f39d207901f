const usualLength = 300

/** A provider's words without the key, without anything that looks like one, on one line. */
export function safeWords(words: string, apiKey: string | null, maxLength = usualLength): string {
  return withoutKeys(words, apiKey)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .slice(0, maxLength)
    .replace(/[.\s]+$/, '')
    .trim()
}

/** An address as it may be shown: without user name, password, query and key. */
export function safeAddress(baseUrl: string, apiKey: string | null): string {
  const url = new URL(baseUrl)
  return withoutKeys(`${url.origin}${url.pathname}`.replace(/\/+$/, ''), apiKey)
}

function withoutKeys(text: string, apiKey: string | null): string {
  let shown = text
  if (apiKey !== null) {
    for (const form of [apiKey, encodeURIComponent(apiKey)]) shown = shown.replaceAll(form, '[key]')
  }
  return shown
    .replace(/\b(Bearer|Basic)\s+[\w.~+/=-]{6,}/gi, '$1 [key]')
    .replace(/\b(sk|key|pk)-[\w*-]{4,}/gi, '[key]')
    .replace(/(\/\/)[^/@\s]+@/g, '$1')
    .replace(/([?&](?:api[-_]?key|key|token|access_token)=)[^&\s"']+/gi, '$1[key]')
}
