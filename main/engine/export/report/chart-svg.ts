import type { Chart, ChartMark } from '../../../../shared/charts/chart.ts'
import { type Markup, markup } from './markup.ts'

/** A chart as an SVG element of the page; its colours are classes of the report's style. @param label what it shows. */
export function chartSvg({ width, height, marks }: Chart, label: string): Markup {
  return markup`<svg class="chart" role="img" aria-label="${label}" viewBox="0 0 ${round(width)} ${round(height)}" width="${round(width)}" height="${round(height)}">${marks.map(markOf)}</svg>`
}

function markOf(mark: ChartMark): Markup {
  const tone = mark.tone
  switch (mark.kind) {
    case 'line':
      return markup`<line class="${tone} stroke" x1="${round(mark.x1)}" y1="${round(mark.y1)}" x2="${round(mark.x2)}" y2="${round(mark.y2)}" stroke-width="${mark.width ?? 1}"${dash(mark.dash)}/>`
    case 'path':
      return markup`<path class="${tone} ${mark.fill ? 'fill' : 'stroke'}" d="${mark.d}"${opacity(mark.opacity)} stroke-width="${mark.width ?? 1}"${dash(mark.dash)}/>`
    case 'rect':
      return markup`<rect class="${tone} fill" x="${round(mark.x)}" y="${round(mark.y)}" width="${round(mark.width)}" height="${round(mark.height)}"${opacity(mark.opacity)}/>`
    case 'text':
      return markup`<text class="${tone}${mark.strong ? ' strong' : ''}" x="${round(mark.x)}" y="${round(mark.y)}" text-anchor="${mark.anchor}">${mark.text}</text>`
  }
}

const dash = (value: string | undefined) => (value ? markup` stroke-dasharray="${value}"` : null)
const opacity = (value: number | undefined) => (value === undefined ? null : markup` opacity="${value}"`)

/** A hundredth of a pixel is more than anybody sees. */
function round(value: number): number {
  return Math.round(value * 100) / 100
}
