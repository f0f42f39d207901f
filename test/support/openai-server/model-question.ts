/** What a language model is asked, whichever API it came through. */
export interface ModelQuestion {
  readonly model: string
  readonly messages: readonly { readonly role: string; readonly content: string }[]
  readonly maxOutputTokens: number
  readonly temperature: number | null
  readonly seed: number | null
  /** Null for free text. */
  readonly jsonSchema: unknown
}

/** What the model says to a question: the same to the same. */
export type AnswerQuestion = (question: ModelQuestion) => string

/** Tokens as this server counts them: four characters are one. */
export function countModelTokens(text: string): number {
  return Math.ceil(text.length / 4)
}

/** Tokens of the whole prompt; some go to the form of each message. */
export function promptTokens({ messages }: Pick<ModelQuestion, 'messages'>): number {
  return messages.reduce((sum, { content }) => sum + 4 + countModelTokens(content), 3)
}

/** Repeats the end of what was asked; for a schema, the smallest value that follows it. */
export const echo: AnswerQuestion = ({ messages, jsonSchema }) =>
  jsonSchema === null
    ? `You asked: ${(messages.at(-1)?.content ?? '').slice(-80)}`
    : JSON.stringify(exampleOf(jsonSchema as Schema))

interface Schema {
  readonly type?: string
  readonly enum?: readonly unknown[]
  readonly minimum?: number
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
}

function exampleOf(schema: Schema): unknown {
  if (schema.enum) return schema.enum[0]
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, of]) => [name, exampleOf(of)]))
    case 'array':
      return schema.items ? [exampleOf(schema.items)] : []
    case 'integer':
    case 'number':
      return schema.minimum ?? 1
    case 'boolean':
      return true
    case 'null':
      return null
    default:
      return 'text'
  }
}
