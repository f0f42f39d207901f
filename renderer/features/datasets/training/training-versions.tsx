import type { TrainingVersion } from '../../../../shared/domain/training-set.ts'
import { Button } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { formatCount, formatDay, plural } from '../format-counts.ts'
import styles from './training-set.module.css'
import type { useTrainingEdit } from './use-training-edit.ts'

interface TrainingVersionsProps {
  /** The oldest first. */
  versions: readonly TrainingVersion[]
  current: TrainingVersion
  canEdit: boolean
  editing: ReturnType<typeof useTrainingEdit>
}

/** What was done to a training set, step by step; each state can be gone back to. */
export function TrainingVersions({ versions, current, canEdit, editing }: TrainingVersionsProps) {
  return (
    <div className={styles.report}>
      <Card title="Versions" note={`${plural(versions.length, 'version')}, never changed; jobs keep theirs`}>
        <table className={styles.versions}>
          <thead>
            <tr>
              <th scope="col">Version</th>
              <th scope="col">Made</th>
              <th scope="col">What was done</th>
              <th scope="col">Rows</th>
              <th scope="col">Train, validation, test</th>
              <th scope="col">
                <span className="visuallyHidden">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {versions.toReversed().map((version) => {
              const { versionId, number, createdAt, change, examples, counts, split } = version
              return (
                <tr key={versionId} data-version={number}>
                  <th scope="row">{`v${number}`}</th>
                  <td>{formatDay(createdAt)}</td>
                  <td>{change}</td>
                  <td>{formatCount(examples)}</td>
                  <td>
                    {split ? [counts.train, counts.validation, counts.test].map(formatCount).join(', ') : 'not frozen'}
                  </td>
                  <td>
                    {versionId === current.versionId ? (
                      <span className={styles.quiet}>current</span>
                    ) : (
                      canEdit && (
                        <Button size="small" disabled={editing.isBusy} onClick={() => editing.restore(versionId)}>
                          Go back to it
                        </Button>
                      )
                    )}
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </Card>
    </div>
  )
}
