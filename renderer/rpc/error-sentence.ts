/** The sentence that an error brings for the user. */
export function errorSentence(error: unknown): string {
  if (error instanceof Error && error.message) return error.message
  return 'Something went wrong that Rungs does not know. What was stored before is kept; try it again.'
}
