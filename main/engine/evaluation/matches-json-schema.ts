import { jsonSchemaFault } from './json-schema-fault.ts'

/**
 * Whether the answer is JSON, alone or in a code fence, that the schema allows; `jsonSchemaFault` says why not.
 * @throws Error when the schema itself is wrong or refers to another one.
 */
export function matchesJsonSchema(text: string, schema: Readonly<Record<string, unknown>>): boolean {
  return jsonSchemaFault(text, schema) === ''
}
