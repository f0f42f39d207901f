import { fileURLToPath } from 'node:url'
import { cruise, type ICruiseResult } from 'dependency-cruiser'
import extractDepcruiseOptions from 'dependency-cruiser/config-utl/extract-depcruise-options'

/** The repository's folder. */
export const repository = fileURLToPath(new URL('../../', import.meta.url))

/** The folders that the layer rules are about. */
const parts = ['main', 'renderer', 'shared']

/** Reads the parts of the product below a folder and checks them against the repository's layer rules. */
export async function cruiseLayers(baseDir: string): Promise<ICruiseResult> {
  const config = fileURLToPath(new URL('../../.dependency-cruiser.mjs', import.meta.url))
  const options = await extractDepcruiseOptions(config)
  const { output } = await cruise(parts, { ...options, validate: true, baseDir })
  if (typeof output === 'string') throw new Error('The cruise was formatted as text.')
  return output
}

/** Modules of the product among those that were read: not libraries, not Node's own. */
export function productModules({ modules }: ICruiseResult): string[] {
  return modules.map(({ source }) => source).filter((source) => parts.some((part) => source.startsWith(`${part}/`)))
}

/** Each violation as `rule: from → to`. */
export function violations({ summary }: ICruiseResult): string[] {
  return summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)
}
