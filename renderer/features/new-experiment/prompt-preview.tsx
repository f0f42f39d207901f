import { useQuery } from '@tanstack/react-query'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useState } from 'react'
import type { PromptPreviewRequest } from '../../../shared/domain/prompt-preview.ts'
import type { Recipe } from '../../../shared/domain/recipe.ts'
import { hasRetrieval } from '../../../shared/domain/rung.ts'
import formStyles from '../../forms/forms.module.css'
import { useEngine } from '../../rpc/engine.tsx'
import { errorSentence } from '../../rpc/error-sentence.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import styles from './new-experiment.module.css'

interface PromptPreviewProps {
  recipe: Recipe
  evalSet: string
  split: string | undefined
  /** Whether the form has several recipes, of which this is the first that asks a model. */
  isOneOfSeveral: boolean
}

/** What the model would be sent for a question of the split. */
export function PromptPreview({ recipe, evalSet, split, isOneOfSeveral }: PromptPreviewProps) {
  const { query } = useEngine()
  const [offset, setOffset] = useState(0)
  const input: PromptPreviewRequest = { recipe, eval: evalSet, ...(split === undefined ? {} : { split }), offset }
  const { data, error, isFetching } = useQuery({
    ...query.experiments.previewPrompt.queryOptions({ input }),
    retry: false,
    placeholderData: (before) => before,
  })
  return (
    <section className={styles.preview} aria-label="Prompt preview" aria-busy={isFetching}>
      <div className={styles.previewHead}>
        <h3>Preview</h3>
        {data && !error && (
          <>
            <span className={styles.previewQuestion} dir="auto" title={data.query.text}>
              {data.query.text}
            </span>
            <span className={formStyles.unit}>
              {data.position + 1} of {data.total.toLocaleString('en-US')}
            </span>
          </>
        )}
        <Button
          variant="ghost"
          size="small"
          aria-label="Previous question"
          icon={<ChevronLeft size={15} />}
          disabled={!data || data.position === 0}
          onClick={() => setOffset((data?.position ?? 0) - 1)}
        />
        <Button
          variant="ghost"
          size="small"
          aria-label="Next question"
          icon={<ChevronRight size={15} />}
          disabled={!data || data.position + 1 >= data.total}
          onClick={() => setOffset((data?.position ?? 0) + 1)}
        />
      </div>
      {error ? (
        <Notice kind="error">{errorSentence(error)}</Notice>
      ) : (
        data && (
          <>
            {data.unknownPlaceholders.length > 0 && (
              <Notice kind="warning">
                Nothing replaces {data.unknownPlaceholders.join(', ')}: the model sees it as written.
              </Notice>
            )}
            {data.fits === false && (
              <Notice kind="warning">
                Prompt and longest answer do not fit in the context window: this question would not be sent.
              </Notice>
            )}
            {data.note && (
              <p className={formStyles.warning}>
                {data.context === 'standIn' ? 'Stand-in. ' : ''}
                {data.note}
              </p>
            )}
            {data.messages.map(({ role, content, tokens }) => (
              <div key={role} className={styles.message}>
                <p className={styles.messageHead}>
                  <span>{role}</span>
                  <span>{tokens.toLocaleString('en-US')} tokens</span>
                </p>
                {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must get to it */}
                <section tabIndex={0} aria-label={`${role} message`}>
                  <pre dir="auto">{content}</pre>
                </section>
              </div>
            ))}
            <p className={formStyles.explanation}>
              {[
                `${data.promptTokens.toLocaleString('en-US')} tokens in all`,
                !hasRetrieval(recipe.rung) ? null : `${data.passages.length} passages`,
                data.examples.length > 0 ? `examples ${data.examples.map(({ queryId }) => queryId).join(', ')}` : null,
                `version ${data.promptHash.slice(0, 8)}`,
                isOneOfSeveral ? 'the first of the recipes' : null,
              ]
                .filter(Boolean)
                .join(' · ')}
            </p>
          </>
        )
      )}
    </section>
  )
}
