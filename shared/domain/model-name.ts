import { z } from 'zod'

/** A model as its provider calls it; at Azure the name of a deployment. */
export const ModelName = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^\P{Cc}+$/u, 'must hold no line break or control character')
