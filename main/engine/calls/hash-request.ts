import { createHash } from 'node:crypto'
import type { CallUse } from '../../ports/call-store.ts'
import { stableJson } from './stable-json.ts'

/** SHA-256 (hex) of model and request. With a use, the answer serves that use alone. */
export function hashRequest(modelKey: string, request: unknown, onlyFor: CallUse | null): string {
  return createHash('sha256')
    .update(stableJson(onlyFor === null ? { modelKey, request } : { modelKey, request, onlyFor }))
    .digest('hex')
}
