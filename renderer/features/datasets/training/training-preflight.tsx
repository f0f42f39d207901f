import type { Finding, PreflightReport, Severity } from '../../../../shared/domain/preflight.ts'
import type { TrainingVersion } from '../../../../shared/domain/training-set.ts'
import { Button } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { Pill, type PillKind } from '../../../ui/pill.tsx'
import { StatRow } from '../../../ui/stat-row.tsx'
import { formatCount, plural } from '../format-counts.ts'
import styles from './training-set.module.css'
import type { useTrainingEdit } from './use-training-edit.ts'

const pills: Readonly<Record<Severity, PillKind>> = { blocks: 'bad', warns: 'warning', notes: 'plain' }
const words: Readonly<Record<Severity, string>> = { blocks: 'Blocks', warns: 'Warns', notes: 'Notes' }

interface TrainingPreflightProps {
  version: TrainingVersion
  report: PreflightReport
  canEdit: boolean
  editing: ReturnType<typeof useTrainingEdit>
  onShowRows: (finding: Finding) => void
}

/** What a trainer would refuse, and what would spoil the measurement, each with its rows. */
export function TrainingPreflight({ version, report, canEdit, editing, onShowRows }: TrainingPreflightProps) {
  return (
    <div className={styles.report}>
      <Card title="Preflight" note="tokens by o200k_base; other tokenizers count differently">
        <StatRow
          stats={[
            ['Rows', formatCount(report.rows)],
            ['Tokens to train on', formatCount(report.trainTokens)],
            ['Longest row, tokens', formatCount(report.longestTokens)],
            ['Limit, tokens', formatCount(report.maxTokens)],
          ]}
        />
        {report.findings.length === 0 && <p className={styles.padded}>Nothing was found.</p>}
        <ul className={styles.findings} aria-label="Findings">
          {report.findings.map((finding) => {
            const { kind, severity, sentence, rows, fix } = finding
            return (
              <li key={`${kind} ${sentence}`} data-finding={kind}>
                <Pill kind={pills[severity]}>{words[severity]}</Pill>
                <span>{sentence}</span>
                <span className={styles.findingActions}>
                  {rows.length > 0 && (
                    <Button size="small" onClick={() => onShowRows(finding)}>
                      {`Show ${plural(new Set(rows.map(({ exampleId }) => exampleId)).size, 'row')}`}
                    </Button>
                  )}
                  {fix && canEdit && (
                    <Button
                      size="small"
                      disabled={editing.isBusy}
                      title={`Takes ${plural(fix.removes.length, 'row')} out, as a new version that can be undone`}
                      onClick={() =>
                        editing.change({
                          done: `${fix.label}: ${plural(fix.removes.length, 'row')} taken out.`,
                          apply: (sets) =>
                            sets.fix({
                              versionId: version.versionId,
                              finding: kind,
                              label: fix.label,
                              removes: fix.removes,
                            }),
                        })
                      }
                    >
                      {fix.label}
                    </Button>
                  )}
                </span>
              </li>
            )
          })}
        </ul>
      </Card>
    </div>
  )
}
