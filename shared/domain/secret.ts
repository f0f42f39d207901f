import { z } from 'zod'

/** Secrets are named as environment variables are. */
export const SecretName = z
  .string()
  .max(100)
  .regex(/^[A-Z][A-Z0-9_]*$/, 'must be the name of an environment variable, such as OPENAI_API_KEY')
export type SecretName = z.infer<typeof SecretName>

export const SecretState = z.object({
  name: SecretName,
  /** `environment` wins over what is kept: it is set for this start only and cannot be changed here. */
  source: z.enum(['environment', 'kept']),
})
export type SecretState = z.infer<typeof SecretState>
