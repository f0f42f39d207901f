import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { noTokenLimit, type PreflightReport, type Severity } from '../../../shared/domain/preflight.ts'
import type { TrainingVersion } from '../../../shared/domain/training-set.ts'
import { useEngine } from '../../rpc/engine.tsx'
import { errorSentence } from '../../rpc/error-sentence.ts'
import { Card } from '../../ui/card.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Pill } from '../../ui/pill.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import styles from './finetunes.module.css'

const pills: Readonly<Record<Severity, 'bad' | 'warning' | 'plain'>> = {
  blocks: 'bad',
  warns: 'warning',
  notes: 'plain',
}

/**
 * What the check of a version found; asked once, as a version never changes.
 * @param maxTokens the longest example that the trainer takes; null where that is not known.
 */
export function usePreflight(versionId: TrainingVersion['versionId'] | undefined, maxTokens: number | null) {
  const { query } = useEngine()
  return useQuery({
    ...query.trainingSets.preflight.queryOptions({
      input: {
        versionId: versionId ?? ('-' as TrainingVersion['versionId']),
        settings: { maxTokens: maxTokens ?? noTokenLimit },
      },
    }),
    enabled: versionId !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
}

export function blockersOf(report: PreflightReport | undefined): number {
  return (report?.findings ?? []).filter(({ severity }) => severity === 'blocks').length
}

/** The findings in a sentence each, and the way to their rows. */
export function PreflightCard({ version, maxTokens }: { version: TrainingVersion; maxTokens: number | null }) {
  const { data, error } = usePreflight(version.versionId, maxTokens)
  const warnings = (data?.findings ?? []).filter(({ severity }) => severity === 'warns').length
  const blockers = blockersOf(data)
  return (
    <Card
      title="Preflight"
      note={`${version.examples.toLocaleString('en-US')} rows`}
      end={
        data && (
          <>
            <Pill kind={warnings > 0 ? 'warning' : 'plain'}>{counted(warnings, 'warning')}</Pill>{' '}
            <Pill kind={blockers > 0 ? 'bad' : 'plain'}>{counted(blockers, 'blocker')}</Pill>
          </>
        )
      }
    >
      <div className={styles.cardBody}>
        {error && <Notice kind="error">{errorSentence(error)}</Notice>}
        {!data && !error && <Skeleton width="100%" height={60} label="Checking the rows" />}
        {data && data.findings.length === 0 && <p>Nothing was found.</p>}
        {data && data.findings.length > 0 && (
          <ul className={styles.findings}>
            {data.findings.map(({ kind, severity, sentence }) => (
              <li key={`${kind} ${sentence}`}>
                <Pill kind={pills[severity]}>{severity}</Pill> <span>{sentence}</span>
              </li>
            ))}
          </ul>
        )}
        {data && (
          <p className={styles.quiet}>
            The longest row has {data.longestTokens.toLocaleString('en-US')} tokens;{' '}
            {maxTokens === null
              ? 'how long the trainer lets it be depends on the model, and is not known here.'
              : `the trainer takes ${maxTokens.toLocaleString('en-US')}.`}
          </p>
        )}
        <p>
          <Link to="/datasets" search={{ trainingSet: version.name, view: 'preflight' }}>
            Open the report with its rows
          </Link>
        </p>
      </div>
    </Card>
  )
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
