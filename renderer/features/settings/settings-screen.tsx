import { ScreenBar } from '../../ui/screen-bar.tsx'

export function SettingsScreen() {
  return <ScreenBar title="SettingsScreen" />
}
