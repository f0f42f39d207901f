import type { ChatMessage } from '../../../../shared/domain/training-set.ts'

/** Of a part that is no text, such as a picture in Base64, so many characters are shown. */
const mostOfPart = 200

/**
 * What a message says, as text: of content parts their texts; what is no text is written as JSON, so that nothing is
 * hidden, cut where it is long.
 */
export function messageText({ content, role: _role, ...rest }: ChatMessage): string {
  const said = typeof content === 'string' ? content : content == null ? '' : content.map(partText).join('\n')
  const others = Object.keys(rest).length > 0 ? JSON.stringify(rest) : ''
  return [said, others].filter((part) => part !== '').join('\n')
}

function partText(part: unknown): string {
  if (typeof part === 'object' && part !== null && 'text' in part && typeof part.text === 'string') return part.text
  const json = JSON.stringify(part)
  if (json.length <= mostOfPart) return json
  return `${json.slice(0, mostOfPart)}… (${json.length.toLocaleString('en-US')} characters)`
}
