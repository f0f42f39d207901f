import type { CreateFineTune } from '../../ports/trainer.ts'

interface ReadmeDetails {
  readonly trainer: string
  readonly commands: readonly string[]
  /** What each file is, beside the data. */
  readonly files: Readonly<Record<string, string>>
  readonly outputFolder: string
  readonly afterwards: string
}

/** What somebody needs who finds the folder on another machine. */
export function writeReadme(job: CreateFineTune, details: ReadmeDetails): string {
  const { trainer, commands, files, outputFolder, afterwards } = details
  const list = {
    'train.jsonl': `${lineCount(job.training.text)} training examples, as chat messages`,
    ...(job.validation === null
      ? {}
      : {
          'valid.jsonl': `${lineCount(job.validation.text)} validation examples: they are measured, never trained on`,
        }),
    ...files,
    'rungs.json': 'by which Rungs finds this job again',
  }
  return `# ${job.name.replace(/\s+/g, ' ')}

A fine-tune of \`${job.baseModel}\` with ${trainer}, prepared by Rungs under the tag \`${job.tag}\`.

**It was not run when this was written.** The field names are those of ${trainer}; other versions may want others. Nothing
in this folder is a key. If the base model needs permission, log in to where it is kept first (\`HF_TOKEN\`).

## Run it

On a machine with a GPU, in this folder:

\`\`\`sh
${commands.join('\n')}
\`\`\`

${afterwards}

## Bring the curve back

Rungs follows this folder where it is. From another machine, import
\`${outputFolder}/checkpoint-N/trainer_state.json\` of the largest N, or the log.

## Files

${Object.entries(list)
  .map(([name, what]) => `- \`${name}\`: ${what}`)
  .join('\n')}
`
}

function lineCount(text: string): number {
  return text.split('\n').filter((line) => line !== '').length
}
