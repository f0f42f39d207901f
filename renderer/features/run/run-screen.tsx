import { ScreenBar } from '../../ui/screen-bar.tsx'

export function RunScreen() {
  return <ScreenBar title="RunScreen" />
}
