import { ChevronLeft, ChevronRight } from 'lucide-react'
import { Button } from './button.tsx'
import { Tooltip } from './tooltip.tsx'
import type { Steps } from './use-steps.ts'

interface StepButtonsProps {
  /** What is stepped through, such as `question`. */
  what: string
  steps: Steps
}

/** Previous and next, with their keys. */
export function StepButtons({ what, steps: { previous, next, step } }: StepButtonsProps) {
  return (
    <>
      <Tooltip text={`Previous ${what}`} shortcut="[">
        <Button
          variant="ghost"
          size="small"
          aria-label={`Previous ${what}`}
          icon={<ChevronLeft size={15} />}
          disabled={previous === null}
          onClick={() => step('previous')}
        />
      </Tooltip>
      <Tooltip text={`Next ${what}`} shortcut="]">
        <Button
          variant="ghost"
          size="small"
          aria-label={`Next ${what}`}
          icon={<ChevronRight size={15} />}
          disabled={next === null}
          onClick={() => step('next')}
        />
      </Tooltip>
    </>
  )
}
