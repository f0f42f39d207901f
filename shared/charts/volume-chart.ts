import { scaleLog } from 'd3-scale'
import type { Chart, ChartMark, ChartPoint, RungTone } from './chart.ts'
import { formatFigure } from './format-figure.ts'
import { circlePath, rungShape } from './rung-shape.ts'
import { spreadLabels } from './spread-labels.ts'

/** What a rung's best run costs a month at any volume. */
export interface VolumeLine {
  readonly name: string
  readonly rung: RungTone
  readonly rungLabel: string
  /** US dollars a month, ≥ 0, never falling with the volume; null where it is not known. */
  readonly usdAt: ((queriesPerMonth: number) => number) | null
}

/** The volume at which two rungs cost the same. */
export interface VolumeCrossing {
  /** Labels of the two. */
  readonly between: readonly [string, string]
  readonly queriesPerMonth: number
  readonly monthlyUsd: number
}

export interface VolumeChartOptions {
  /** Pixels. */
  readonly width: number
  readonly height: number
  /** The lowest rung first; some line is above $0. */
  readonly lines: readonly VolumeLine[]
  readonly crossings: readonly VolumeCrossing[]
  /** The present volume, ≥ 0. */
  readonly queriesPerMonth: number
  /** Powers of ten at the ends of the axis; those of the present volume where left out. */
  readonly decades?: readonly [number, number]
}

type KnownLine = VolumeLine & { readonly usdAt: NonNullable<VolumeLine['usdAt']> }

/** Between the chart's edges and its axis of volumes, in pixels, so that a slider can stand on the same axis. */
export const volumeAxisInset = { left: 44, right: 84 }

const margin = { top: 22, bottom: 36 }
/** Where lines run that cost nothing: a logarithmic axis has no 0. */
const gutter = 22
const labelHeight = 13

/** The powers of ten that an axis of volumes goes from and to: 1,000 and 10 million, further where the volume is. */
export function volumeDecades(queriesPerMonth: number): readonly [number, number] {
  if (queriesPerMonth <= 0) return [3, 7]
  const power = Math.log10(queriesPerMonth)
  return [Math.max(0, Math.min(3, Math.floor(power))), Math.max(7, Math.ceil(power))]
}

/**
 * Monthly cost against volume, both on logarithmic axes: a line for each rung, open circles where two cost the same, and a
 * line down at the present volume. What costs nothing at any volume runs in a gutter of its own below the axis.
 */
export function volumeChart(options: VolumeChartOptions): Chart {
  const { width, height, lines, crossings, queriesPerMonth } = options
  const powers = options.decades ?? volumeDecades(queriesPerMonth)
  const [lowest, highest] = powers.map((power) => 10 ** power) as [number, number]
  // Upper lines first, so that the arrow up leads up.
  const known = lines.filter(isKnown).toSorted((a, b) => b.usdAt(highest) - a.usdAt(highest))
  const free = known.filter((line) => line.usdAt(highest) === 0)
  const inside = crossings.filter(({ queriesPerMonth: at }) => at >= lowest && at <= highest)
  const hasPresent = queriesPerMonth >= lowest && queriesPerMonth <= highest
  const left = volumeAxisInset.left
  const right = Math.max(left + 1, width - volumeAxisInset.right)
  const end = height - margin.bottom
  const bottom = end - (free.length > 0 ? gutter : 0)
  const x = scaleLog([lowest, highest], [left, right])
  const log = scaleLog(
    costDomain(
      known.filter((line) => !free.includes(line)),
      lowest,
      highest,
    ),
    [bottom, margin.top],
  )
  const y = (usd: number) => (usd > 0 ? log(usd) : end - 8)
  const groups = coincident(known, lowest, highest)
  return {
    ...{ width, height, table: tableOf(options, powers, inside) },
    marks: [...axes(), ...groups.flatMap(lineMarks), ...presentMarks(), ...inside.flatMap(circle), ...labels()],
    points: points(),
  }

  function axes(): ChartMark[] {
    const note = (at: number, line: number, text: string, anchor: 'start' | 'middle' | 'end'): ChartMark => ({
      ...{ kind: 'text', x: at, y: line, text, tone: 'muted', anchor },
    })
    return [
      ...costTicks(log.domain() as [number, number], bottom - margin.top).flatMap((tick): ChartMark[] => [
        { kind: 'line', x1: left, x2: right, y1: log(tick), y2: log(tick), tone: 'grid' },
        note(left - 6, log(tick) + 4, tick < 1 ? formatFigure(tick, 'usd') : `$${shortNumber(tick)}`, 'end'),
      ]),
      ...decadesOf(powers).flatMap((tick): ChartMark[] => [
        { kind: 'line', x1: x(tick), x2: x(tick), y1: margin.top, y2: end, tone: 'grid' },
        note(x(tick), end + 15, shortNumber(tick), 'middle'),
      ]),
      ...(free.length > 0
        ? [
            {
              ...{ kind: 'rect' as const, x: left, y: end - 16, width: right - left, height: 16 },
              ...{ tone: 'grid' as const, opacity: 0.5 },
            },
            note(left - 6, y(0) + 4, '$0.00', 'end'),
          ]
        : []),
      note(0, 11, 'Cost a month, log scale', 'start'),
      note(right, height - 3, 'Queries a month, log scale', 'end'),
    ]
  }

  /** Lines that coincide lie on one another, so those on top have gaps that show the ones below. */
  function lineMarks(group: readonly KnownLine[]): ChartMark[] {
    const steps = Math.max(2, Math.ceil((right - left) / 6))
    return group.map(({ rung, usdAt }, index): ChartMark => {
      const places = Array.from({ length: steps + 1 }, (_, step) => {
        const volume = x.invert(left + ((right - left) * step) / steps)
        return `${round(x(volume))} ${round(y(usdAt(volume)))}`
      })
      const gaps = index === 0 ? {} : { dash: `6 ${6 * index}` }
      return { kind: 'path', d: `M${places.join('L')}`, tone: rung, fill: false, width: 1.8, ...gaps }
    })
  }

  function presentMarks(): ChartMark[] {
    if (!hasPresent) return []
    const at = x(queriesPerMonth)
    return [
      { kind: 'line', x1: at, x2: at, y1: margin.top - 4, y2: end, tone: 'text', width: 1.5 },
      ...known.map(({ rung, usdAt }): ChartMark => {
        const d = rungShape(rung, at, y(usdAt(queriesPerMonth)), 4)
        return { kind: 'path', d, tone: rung, fill: true }
      }),
    ]
  }

  function circle({ queriesPerMonth: at, monthlyUsd }: VolumeCrossing): ChartMark[] {
    const d = circlePath(round(x(at)), round(y(monthlyUsd)), 4)
    return [
      { kind: 'path', d, tone: 'ground', fill: true },
      { kind: 'path', d, tone: 'text', fill: false, width: 1.5 },
    ]
  }

  /** Right of the ends of the lines, with the rung's shape; those of lines that coincide stand together, with commas. */
  function labels(): ChartMark[] {
    const rows = groups.flatMap((group) =>
      group.map((line, index) => ({
        rung: line.rung,
        text: line.rungLabel + (index < group.length - 1 ? ',' : ''),
        // Around the end of their one line.
        wanted: y(group[0]!.usdAt(highest)) + (index - (group.length - 1) / 2) * labelHeight,
      })),
    )
    const wanted = rows.map((row) => row.wanted)
    return spreadLabels(wanted, labelHeight, end - 4).flatMap((at, index): ChartMark[] => {
      const { rung, text } = rows[index]!
      return [
        { kind: 'path', d: rungShape(rung, right + 11, at, 3.5), tone: rung, fill: true },
        { kind: 'text', x: right + 19, y: at + 4, text, tone: rung, anchor: 'start', strong: true },
      ]
    })
  }

  function points(): ChartPoint[] {
    const round125 = decadesOf(powers).flatMap((tick) => [tick, tick * 2, tick * 5].filter((at) => at <= highest))
    const volumes = sortedOnce([...round125, ...(hasPresent ? [queriesPerMonth] : [])])
    return [
      ...known.flatMap(({ name, rungLabel, usdAt }, series) =>
        volumes.map((volume) => ({
          ...{ x: x(volume), y: y(usdAt(volume)), series },
          label: `${rungLabel}, ${name}: ${formatFigure(usdAt(volume), 'usd')} a month at ${formatFigure(volume, 'count')} queries${volume === queriesPerMonth ? ', your volume' : ''}`,
        })),
      ),
      ...inside
        .toSorted((a, b) => a.queriesPerMonth - b.queriesPerMonth)
        .map(({ between: [one, other], queriesPerMonth: at, monthlyUsd }) => ({
          ...{ x: x(at), y: y(monthlyUsd), series: known.length },
          label: `Break-even: ${one} and ${other} both cost ${formatFigure(monthlyUsd, 'usd')} a month at ${formatFigure(at, 'count')} queries`,
        })),
    ]
  }
}

/** From the least to the most that a line costs, with a little room, at least a power of ten. */
function costDomain(lines: readonly KnownLine[], lowest: number, highest: number): [number, number] {
  const low = Math.min(...lines.map(({ usdAt }) => usdAt(lowest)))
  const high = Math.max(...lines.map(({ usdAt }) => usdAt(highest)))
  const room = Math.max(1.3, Math.sqrt((10 * low) / high))
  return [low / room, high * room]
}

/** Powers of ten, those in between that are round where there are few, as many as there is room for. */
function costTicks([low, high]: readonly [number, number], pixels: number): number[] {
  const decades = decadesOf([Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))])
  const within = (ticks: readonly number[]) => ticks.filter((tick) => tick >= low && tick <= high)
  const powers = within(decades)
  if (powers.length < 3) return within(decades.flatMap((tick) => [tick, tick * 2, tick * 5]))
  const every = Math.ceil(powers.length / (pixels / 20))
  return powers.filter((_, index) => index % every === 0)
}

/** Lines that nobody could tell apart at any volume: within 2 % at both ends, and so between them. */
function coincident(lines: readonly KnownLine[], lowest: number, highest: number): KnownLine[][] {
  const groups: KnownLine[][] = []
  const isNear = (a: number, b: number) => Math.abs(a - b) <= 0.02 * Math.max(a, b)
  for (const line of lines) {
    const group = groups.find(([first]) =>
      [lowest, highest].every((volume) => isNear(line.usdAt(volume), first!.usdAt(volume))),
    )
    if (group) group.push(line)
    else groups.push([line])
  }
  return groups
}

function tableOf(
  { lines, queriesPerMonth }: VolumeChartOptions,
  powers: readonly [number, number],
  inside: readonly VolumeCrossing[],
): Chart['table'] {
  const meeting = (volume: number) =>
    inside.filter((crossing) => crossing.queriesPerMonth === volume).map(({ between }) => between.join(' and '))
  const words = (volume: number) => [
    formatFigure(volume, 'count'),
    ...(volume === queriesPerMonth ? ['your volume'] : []),
    ...meeting(volume).map((pair) => `break-even of ${pair}`),
  ]
  const crossed = inside.map((crossing) => crossing.queriesPerMonth)
  return {
    columns: ['Queries a month', ...lines.map(({ rungLabel }) => rungLabel)],
    rows: sortedOnce([...decadesOf(powers), queriesPerMonth, ...crossed]).map((volume) => [
      words(volume).join(', '),
      ...lines.map(({ usdAt }) => (usdAt === null ? 'not known' : formatFigure(usdAt(volume), 'usd'))),
    ]),
  }
}

function isKnown(line: VolumeLine): line is KnownLine {
  return line.usdAt !== null
}

function decadesOf([from, to]: readonly [number, number]): number[] {
  // Parsed, as 10 ** -3 is not quite a thousandth.
  return Array.from({ length: to - from + 1 }, (_, index) => Number(`1e${from + index}`))
}

function sortedOnce(values: readonly number[]): number[] {
  return [...new Set(values)].toSorted((a, b) => a - b)
}

/** 1k, 10M: what an axis has room for. */
function shortNumber(value: number): string {
  if (value >= 1e9) return `${value / 1e9}B`
  if (value >= 1e6) return `${value / 1e6}M`
  return value >= 1000 ? `${value / 1000}k` : String(value)
}

/** A hundredth of a pixel is more than anybody sees. */
function round(value: number): number {
  return Math.round(value * 100) / 100
}
