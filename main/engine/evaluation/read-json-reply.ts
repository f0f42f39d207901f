const fence = /```[ \t]*(?:json[a-z0-9]*)?[ \t]*\r?\n([\s\S]*?)```/i

/**
 * The JSON that a model wrote: the whole text, or the first code fence in it.
 * @returns null when there is none, so that JSON's own null can be told from nothing.
 */
export function readJsonReply(text: string): { readonly value: unknown } | null {
  return parsed(text) ?? parsed(fence.exec(text)?.[1] ?? '')
}

function parsed(text: string): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(text.trim()) as unknown }
  } catch {
    return null
  }
}
