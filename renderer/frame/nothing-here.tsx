import { useNavigate } from '@tanstack/react-router'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'

/** An address that no screen has, such as one of another version. */
export function NothingHere() {
  const navigate = useNavigate()
  return (
    <EmptyState
      title="There is no screen at this address"
      action={<Button onClick={() => void navigate({ to: '/runs' })}>Go to Runs</Button>}
    >
      The sections on the left lead to everything there is. Nothing was changed.
    </EmptyState>
  )
}
