import { ScreenBar } from '../../ui/screen-bar.tsx'

export function NewExperimentScreen() {
  return <ScreenBar title="NewExperimentScreen" />
}
