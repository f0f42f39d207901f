import { expect, test } from 'vitest'
import { TrainerSettings } from '../../../shared/domain/trainer.ts'
import { trainerTokenLimit } from '../../../shared/domain/trainer-token-limit.ts'

const limit = (kind: string, baseModel: string, asked: number | null = null) =>
  trainerTokenLimit(
    TrainerSettings.parse({ kind, ...(kind === 'azure' && { baseUrl: 'https://a.openai.azure.com' }) }),
    baseModel,
    asked,
  )

test('longest example: by model where it is published, as asked for where it can be, else not known', () => {
  expect(limit('openai', 'gpt-4.1-mini-2025-04-14')).toBe(65_536)
  expect(limit('openai', 'gpt-4.1-nano-2025-04-14')).toBe(32_768)
  expect(limit('azure', 'gpt-35-turbo-0125')).toBe(16_385)
  expect(limit('openai', 'ft:gpt-4o-mini-2024-07-18:org::id')).toBe(65_536)
  expect(limit('openai', 'a-model-of-another-server')).toBeNull()
  expect([limit('together', 'Qwen/Qwen3-8B'), limit('together', 'Qwen/Qwen3-8B', 4096)]).toEqual([null, 4096])
  expect([limit('axolotl', 'Qwen/Qwen3-8B'), limit('unsloth', 'Qwen/Qwen3-8B', 512)]).toEqual([2048, 512])
})
