/**
 * When a monitor is due again: so many hours after its last replay, or at once when there was none. What was missed while
 * nothing ran is made up for once, not once for each time.
 */
export function nextReplayAt(lastAt: string | null, createdAt: string, everyHours: number): Date {
  if (lastAt === null) return new Date(createdAt)
  return new Date(Date.parse(lastAt) + everyHours * 3_600_000)
}
