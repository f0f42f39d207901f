import { ScreenBar } from '../../ui/screen-bar.tsx'

export function FirstRunScreen() {
  return <ScreenBar title="FirstRunScreen" />
}
