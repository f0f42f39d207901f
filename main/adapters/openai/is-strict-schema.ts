/**
 * Whether OpenAI takes a JSON schema as strict: every object closed, with all of its properties required. What is not
 * strict is still sent, as advice to the model.
 */
export function isStrictSchema(schema: unknown): boolean {
  if (Array.isArray(schema)) return schema.every(isStrictSchema)
  if (typeof schema !== 'object' || schema === null) return true
  const { properties, required, additionalProperties, ...rest } = schema as Record<string, unknown>
  if (properties !== undefined || rest.type === 'object') {
    const names = Object.keys((properties ?? {}) as object)
    const isClosed = additionalProperties === false
    const allRequired = Array.isArray(required) && names.every((name) => required.includes(name))
    if (!isClosed || !(allRequired || names.length === 0)) return false
  }
  return Object.values((properties ?? {}) as object).every(isStrictSchema) && Object.values(rest).every(isStrictSchema)
}
