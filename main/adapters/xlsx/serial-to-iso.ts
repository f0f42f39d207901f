const secondsPerDay = 86_400
/** Day 0 of the 1900 calendar from day 61 on: Excel counts a 29 February 1900 that there was not. */
const epoch1900Ms = Date.UTC(1899, 11, 30)
const epoch1904Ms = Date.UTC(1904, 0, 1)
/** 31 December 9999. */
const lastDay = 2_958_465

/**
 * A date or time as ISO 8601, without a zone, as workbooks have none: `2026-01-31`, `2026-01-31T08:30:00` or, for a time
 * alone, `08:30:00` (hours may exceed 23: a duration).
 * @param serial days since the epoch; the fraction is the time of day.
 * @returns null when Excel itself could not show it as a date.
 */
export function serialToIso(serial: number, kind: 'date' | 'time', startsIn1904: boolean): string | null {
  if (!Number.isFinite(serial) || serial < 0 || serial > lastDay + 1) return null
  const seconds = Math.round(serial * secondsPerDay)
  if (kind === 'time') return timeText(seconds)
  const leapDay = !startsIn1904 && serial < 60 ? secondsPerDay : 0
  const epochMs = startsIn1904 ? epoch1904Ms : epoch1900Ms
  const text = new Date(epochMs + (seconds + leapDay) * 1000).toISOString().slice(0, 19)
  return text.endsWith('T00:00:00') ? text.slice(0, 10) : text
}

function timeText(seconds: number): string {
  return [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
    .map((part) => String(part).padStart(2, '0'))
    .join(':')
}
