import { ScreenBar } from '../../ui/screen-bar.tsx'

export function DatasetsScreen() {
  return <ScreenBar title="DatasetsScreen" />
}
