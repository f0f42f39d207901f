/** A label beside a point. */
export interface WantedLabel {
  /** Of the point, in pixels. */
  readonly x: number
  readonly y: number
  readonly text: string
}

export interface PlacedLabel {
  readonly x: number
  /** The base line of the text. */
  readonly y: number
  readonly anchor: 'start' | 'end'
}

/** A box in pixels. */
interface Box {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** Of the 11 px type of charts; a little wide, so that a wide font does not meet its neighbour. */
const characterWidth = 6.6
const ascent = 10
const descent = 4
const gap = 9

/**
 * Places for labels beside their points where they meet neither each other nor a point: above or below, right or left, the
 * first that is free; where none is, the one that covers least.
 * @param points of all marks, whether they have a label or not. @param area that no label leaves.
 */
export function placeLabels(
  labels: readonly WantedLabel[],
  points: readonly { readonly x: number; readonly y: number }[],
  area: Box,
): PlacedLabel[] {
  const taken: Box[] = points.map(({ x, y }) => ({ left: x - 6, right: x + 6, top: y - 6, bottom: y + 6 }))
  return labels.map(({ x, y, text }) => {
    const width = text.length * characterWidth
    const candidates = [-8, 16, 4, -22, 30].flatMap((down) =>
      (['start', 'end'] as const).map((anchor) => {
        const at = { x: x + (anchor === 'start' ? gap : -gap), y: y + down, anchor }
        const left = anchor === 'start' ? at.x : at.x - width
        return { at, box: { left, right: left + width, top: at.y - ascent, bottom: at.y + descent } }
      }),
    )
    const cost = (box: Box) => sum(taken, (other) => overlap(box, other)) + outside(box, area) * 100
    let best = candidates[0]!
    for (const candidate of candidates) if (cost(candidate.box) < cost(best.box)) best = candidate
    taken.push(best.box)
    return best.at
  })
}

function overlap(a: Box, b: Box): number {
  const width = Math.min(a.right, b.right) - Math.max(a.left, b.left)
  const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
  return width > 0 && height > 0 ? width * height : 0
}

/** How many pixels of it lie outside. */
function outside({ left, right, top, bottom }: Box, area: Box): number {
  const beyond = [area.left - left, right - area.right, area.top - top, bottom - area.bottom]
  return sum(beyond, (distance) => Math.max(0, distance))
}

function sum<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((total, item) => total + of(item), 0)
}
