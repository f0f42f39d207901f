import { ScreenBar } from '../../ui/screen-bar.tsx'

export function RunsScreen() {
  return <ScreenBar title="RunsScreen" />
}
