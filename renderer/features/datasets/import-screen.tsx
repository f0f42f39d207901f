import { ScreenBar } from '../../ui/screen-bar.tsx'

export function ImportScreen() {
  return <ScreenBar title="ImportScreen" />
}
