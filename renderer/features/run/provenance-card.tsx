import { formatFigure } from '../../../shared/charts/format-figure.ts'
import type { RunDetail } from '../../../shared/domain/results.ts'
import { Card } from '../../ui/card.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import styles from './run-screen.module.css'

/** What the run rests on, enough to repeat it. */
export function ProvenanceCard({ detail }: { detail: RunDetail }) {
  const { run, corpusName, corpusVersionNumber, documents } = detail
  const { provenance } = run
  const { origin } = provenance
  const corpus = [
    corpusName ?? 'unknown',
    ...(corpusVersionNumber === null ? [] : [`version ${corpusVersionNumber}`]),
    ...(documents === null ? [] : [`${formatFigure(documents, 'count')} documents`]),
  ].join(', ')
  const lines: readonly (readonly [label: string, value: string | null, copied?: string])[] = [
    ['Corpus', corpus],
    ['Corpus hash', provenance.corpusVersionId, 'the corpus hash'],
    ['Eval set', `${run.evalSetName}, split ${run.split}`],
    ['Eval set hash', provenance.evalSetHash, 'the eval set hash'],
    ['Recipe hash', run.recipeHash, 'the recipe hash'],
    ...(origin
      ? ([
          ['Made elsewhere', `imported from ${origin.fileName}`],
          ['Tag in its file', origin.tag],
          ['File hash', origin.fileSha256, 'the hash of the file'],
          ['Ranked', `${formatFigure(origin.lines, 'count')} lines, at most ${origin.depth} documents a question`],
          ['Outside the corpus', `${formatFigure(origin.foreignLines, 'count')} lines`],
        ] as const)
      : []),
    ['Index', provenance.indexId, 'the index id'],
    ['Vector index', provenance.vectorIndex],
    ['Tokenizer', provenance.tokenizer],
    ['Embedder', run.recipe?.search.mode === 'fulltext' ? 'none: full text only' : provenance.embedder],
    ['Chunks', figure(provenance.chunks, 'count')],
    [
      'Indexed text',
      provenance.indexTokens === null ? null : `${formatFigure(provenance.indexTokens, 'tokens')} tokens`,
    ],
    ['Disk', figure(provenance.indexBytes, 'bytes')],
    ['Build time', figure(provenance.indexBuildMs, 'ms')],
    ['Seed', String(provenance.seed), 'the seed'],
    ['Rungs', `version ${provenance.appVersion}`],
    ['Started', dateText(run.createdAt)],
    ['Finished', run.finishedAt === null ? null : dateText(run.finishedAt)],
  ]
  return (
    <Card
      title="Provenance"
      end={
        <CopyButton
          text={JSON.stringify({ runId: run.runId, recipeHash: run.recipeHash, ...provenance }, null, 2)}
          what="the provenance as JSON"
        />
      }
    >
      <dl className={styles.lines}>
        {lines.map(([label, value, copied]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              <span className={copied ? styles.hash : undefined} dir="auto" title={value ?? undefined}>
                {value ?? (run.status === 'finished' ? '–' : '– not built yet')}
              </span>
              {copied && value !== null && <CopyButton text={value} what={copied} />}
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}

function figure(value: number | null, unit: 'count' | 'bytes' | 'ms'): string | null {
  return value === null ? null : formatFigure(value, unit)
}

function dateText(iso: string): string {
  return new Date(iso).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' })
}
