import type { ChatExample, ChatMessage } from '../../../shared/domain/training-set.ts'

const mediaTypes = ['image_url', 'image', 'input_image', 'input_audio', 'audio', 'file', 'input_file']

/** The texts of an example that checks compare. */
export interface ExampleTexts {
  /** All system and developer messages. */
  readonly system: string
  /** What stands before the last answer, without system messages: what the model is asked. */
  readonly input: string
  /** The last assistant message, with its tool calls. */
  readonly target: string
}

export function exampleTexts({ messages }: Pick<ChatExample, 'messages'>): ExampleTexts {
  const lastAnswer = messages.findLastIndex(({ role }) => role === 'assistant')
  const before = lastAnswer === -1 ? messages : messages.slice(0, lastAnswer)
  const isSystem = ({ role }: ChatMessage) => role === 'system' || role === 'developer'
  const asked = before.filter((message) => !isSystem(message))
  const answer = messages[lastAnswer]
  return {
    system: messages.filter(isSystem).map(messageText).join('\n'),
    // One question needs no name of its role before it: it compares with an eval set's question.
    input: asked.length === 1 ? messageText(asked[0]!) : asked.map((m) => `${m.role}: ${messageText(m)}`).join('\n'),
    target: answer === undefined ? '' : messageText(answer),
  }
}

/** A message's text; of content parts their texts, of pictures, sounds and files a name, of tool calls their JSON. */
export function messageText({ content, ...message }: ChatMessage): string {
  const text = Array.isArray(content) ? content.map(partText).join('\n') : (content ?? '')
  const calls = message.tool_calls === undefined ? '' : JSON.stringify(message.tool_calls)
  return [text, calls].filter((part) => part !== '').join('\n')
}

/** Forms that people take for the same: case, white space, punctuation and look-alike characters do not count. */
export function normalisedText(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim()
}

function partText(part: unknown): string {
  if (typeof part === 'string') return part
  if (typeof part === 'object' && part !== null && 'text' in part && typeof part.text === 'string') return part.text
  const json = JSON.stringify(part)
  const isMedia =
    typeof part === 'object' && part !== null && 'type' in part && mediaTypes.includes(part.type as string)
  // Their bytes are no text: as such a picture would count as tens of thousands of tokens.
  return isMedia ? `[${part.type} ${fingerprint(json)}]` : json
}

/** So that rows with different pictures are not taken for copies. FNV-1a, 32 bits, base 36. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return (hash >>> 0).toString(36)
}
