import { useNavigate } from '@tanstack/react-router'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ScreenBar } from '../../ui/screen-bar.tsx'

/** The runs screen before the first run: what is missing, one action. */
export function NoRuns() {
  const navigate = useNavigate()
  return (
    <>
      <ScreenBar title="Runs" />
      <EmptyState
        title="No runs yet"
        action={
          <Button variant="primary" shortcut="N" onClick={() => void navigate({ to: '/new' })}>
            New experiment
          </Button>
        }
      >
        A run puts one recipe, how documents are cut and searched, to the questions of an eval set. Runs stand here side
        by side.
      </EmptyState>
    </>
  )
}
