/** Examples as the model reads them: question and answer on a line each, a blank line between two. */
export function writeExamples(examples: readonly { readonly query: string; readonly answer: string }[]): string {
  return examples.map(({ query, answer }) => `Question: ${query}\nAnswer: ${answer}`).join('\n\n')
}
