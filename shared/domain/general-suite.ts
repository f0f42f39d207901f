/** Name of the eval set that forgetting is measured on, unless the user names another. */
export const generalSuiteName = 'General suite'

/** What its tasks are told beside themselves: each holds its own instruction. */
export const generalSuitePrompt = {
  system: 'Follow the instruction exactly. Reply with what is asked for and nothing else.',
  user: '{{query}}',
  notFound: '',
} as const
