import { Ajv, type ValidateFunction } from 'ajv'
import { readJsonReply } from './read-json-reply.ts'

type Schema = Readonly<Record<string, unknown>>

/** Compiling costs milliseconds, and a run asks with the same schema for every answer. */
const validators = new WeakMap<Schema, ValidateFunction>()

/**
 * Why the answer is not JSON, alone or in a code fence, that the schema allows; '' when it is. Formats are not checked, as
 * JSON Schema leaves them to whoever reads it, and keywords that it does not know are ignored.
 * @param schema kept by identity: pass the same object for every answer.
 * @throws Error when the schema itself is wrong or refers to another one.
 */
export function jsonSchemaFault(text: string, schema: Schema): string {
  const validate = validators.get(schema) ?? compile(schema)
  const reply = readJsonReply(text)
  if (reply === null) return 'The answer is not JSON.'
  if (validate(reply.value)) return ''
  const fault = validate.errors?.[0]
  const place = fault?.instancePath ? `At ${fault.instancePath}` : 'The answer'
  return `${place}: ${fault?.message ?? 'is not what the schema asks for'}.`
}

function compile(schema: Schema): ValidateFunction {
  // One Ajv for each schema: two schemas may have the same $id, and none is kept longer than its owner.
  const ajv = new Ajv({ strict: false, validateFormats: false, logger: false, validateSchema: false })
  const { $schema: _dialect, ...rest } = schema
  const validate = ajv.compile(rest)
  validators.set(schema, validate)
  return validate
}
