import type { RungTone } from './chart.ts'

/** The path of a rung's shape around a place: circle, square, triangle, diamond. Colour never works alone. */
export function rungShape(rung: RungTone, x: number, y: number, size: number): string {
  switch (rung) {
    case 'prompt':
      return circlePath(x, y, size)
    case 'rag':
      return `M${x - size} ${y - size}h${size * 2}v${size * 2}h${-size * 2}Z`
    case 'finetune':
      return `M${x} ${y - size * 1.1}L${x + size * 1.1} ${y + size}H${x - size * 1.1}Z`
    case 'hybrid':
      return `M${x} ${y - size * 1.3}L${x + size * 1.3} ${y}L${x} ${y + size * 1.3}L${x - size * 1.3} ${y}Z`
  }
}

export function circlePath(x: number, y: number, radius: number): string {
  return `M${x - radius} ${y}a${radius} ${radius} 0 1 0 ${radius * 2} 0a${radius} ${radius} 0 1 0 ${-radius * 2} 0Z`
}
