import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { PilotOffer } from '../../../shared/domain/forecast.ts'
import type { SweepSpec } from '../../../shared/domain/recipe.ts'
import formStyles from '../../forms/forms.module.css'
import { useEngine } from '../../rpc/engine.tsx'
import { errorSentence } from '../../rpc/error-sentence.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { shortUsd } from './cost-text.ts'
import styles from './new-experiment.module.css'

interface PilotPartProps {
  spec: SweepSpec
  /** Null when there is nothing more to measure. */
  offer: PilotOffer | null
}

/** Asks some questions now, so that the forecast rests on answers as long as they really are. */
export function PilotPart({ spec, offer }: PilotPartProps) {
  const { client, query } = useEngine()
  const queries = useQueryClient()
  const pilot = useMutation({
    mutationFn: (mostUsd: number) => client.experiments.pilot({ spec, mostUsd }),
    onSettled: () => queries.invalidateQueries({ queryKey: query.experiments.forecast.key() }),
  })
  return (
    <div className={styles.pilot}>
      {offer && (
        <>
          <Button size="small" disabled={pilot.isPending} onClick={() => pilot.mutate(offer.mostUsd)}>
            {pilot.isPending ? 'Asking…' : 'Measure with a pilot'}
          </Button>
          <p className={formStyles.explanation}>
            {`${offer.questions} questions now, at most ${shortUsd(offer.mostUsd)}. The runs find the answers and do not pay for them again.`}
          </p>
        </>
      )}
      <div role="status">
        {pilot.data && (
          <p className={formStyles.explanation}>
            {`The pilot asked ${pilot.data.answered + pilot.data.failed} questions and spent ${shortUsd(pilot.data.spentUsd)}.`}
            {pilot.data.failed > 0 && ` ${pilot.data.failed} got no answer that could be read.`}
          </p>
        )}
      </div>
      {pilot.isError && <Notice kind="error">{errorSentence(pilot.error)}</Notice>}
    </div>
  )
}
