import type { ChatMessage } from '../../../../shared/domain/training-set.ts'

/** What a message says, as text; what is no text is written as JSON, so that nothing of it is hidden. */
export function messageText({ content, role: _role, ...rest }: ChatMessage): string {
  const said = typeof content === 'string' ? content : content == null ? '' : JSON.stringify(content)
  const others = Object.keys(rest).length > 0 ? JSON.stringify(rest) : ''
  return [said, others].filter((part) => part !== '').join('\n')
}
