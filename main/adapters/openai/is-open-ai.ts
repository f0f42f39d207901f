/** OpenAI itself, in any of its regions. */
export function isOpenAi(baseUrl: string): boolean {
  return /(^|\.)openai\.com$/.test(new URL(baseUrl).hostname)
}
