import { ScreenBar } from '../../ui/screen-bar.tsx'

export function CompareScreen() {
  return <ScreenBar title="CompareScreen" />
}
