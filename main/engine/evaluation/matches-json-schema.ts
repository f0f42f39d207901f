import { Ajv, type ValidateFunction } from 'ajv'
import { readJsonReply } from './read-json-reply.ts'

type Schema = Readonly<Record<string, unknown>>

/** Compiling costs milliseconds, and a run asks with the same schema for every answer. */
const validators = new WeakMap<Schema, ValidateFunction>()

/**
 * Whether the answer is JSON, alone or in a code fence, that the schema allows. Formats that JSON Schema does not define
 * for sure are not checked, and keywords that it does not know are ignored.
 * @param schema kept by identity: pass the same object for every answer.
 * @returns `valid`, and why not: in words, with the path of the first fault.
 * @throws Error when the schema itself is wrong or refers to another one.
 */
export function matchesJsonSchema(text: string, schema: Schema): { readonly valid: boolean; readonly reason: string } {
  const validate = validators.get(schema) ?? compile(schema)
  const reply = readJsonReply(text)
  if (reply === null) return { valid: false, reason: 'The answer is not JSON.' }
  if (validate(reply.value)) return { valid: true, reason: '' }
  const fault = validate.errors?.[0]
  const place = fault?.instancePath ? `At ${fault.instancePath}` : 'The answer'
  return { valid: false, reason: `${place}: ${fault?.message ?? 'is not what the schema asks for'}.` }
}

function compile(schema: Schema): ValidateFunction {
  // One Ajv for each schema: two schemas may have the same $id, and none is kept longer than its owner.
  const ajv = new Ajv({ strict: false, validateFormats: false, logger: false, validateSchema: false })
  const { $schema: _dialect, ...rest } = schema
  const validate = ajv.compile(rest)
  validators.set(schema, validate)
  return validate
}
