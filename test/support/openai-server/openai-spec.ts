import { existsSync, readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { parse } from 'yaml'

const specUrl = new URL('../../../../shared/specs/openai-openapi.yaml', import.meta.url)

/** Whether OpenAI's published description of its API is on this machine. */
export const openAiSpecIsHere = existsSync(specUrl)

/** Checks values against the schemas of OpenAI's published description of its API. */
export class OpenAiSpec {
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false })

  constructor() {
    this.#ajv.addSchema({ $id: 'openai', ...parse(readFileSync(specUrl, 'utf8'), withoutOldWords) })
  }

  /** What is wrong with a value, one entry per problem. Throws when there is no such schema. */
  problems(schemaName: string, value: unknown): string[] {
    const validate = this.#ajv.getSchema(`openai#/components/schemas/${schemaName}`)
    if (!validate) throw new Error(`There is no schema ${schemaName} in the specification.`)
    validate(value)
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
  }
}

/** Some of the schemas keep words of an older version of OpenAPI. */
function withoutOldWords(_name: unknown, value: unknown): unknown {
  return typeof value === 'object' && value !== null ? withoutFlaggedLimit(withoutStrayNullable(value)) : value
}

/** `nullable`: Ajv reads it, but refuses it beside no type and lets a list of values that lacks null overrule it. */
function withoutStrayNullable(value: object): object {
  if (!('nullable' in value)) return value
  const { nullable, ...schema } = value
  if (!('type' in schema)) return schema
  return 'enum' in schema && Array.isArray(schema.enum) && nullable === true
    ? { ...value, enum: [...schema.enum, null] }
    : value
}

/** `exclusiveMinimum` was a flag beside `minimum`. */
function withoutFlaggedLimit(value: object): object {
  if (!('exclusiveMinimum' in value) || value.exclusiveMinimum !== true || !('minimum' in value)) return value
  const { minimum, ...schema } = value
  return { ...schema, exclusiveMinimum: minimum }
}
