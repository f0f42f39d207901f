import { ScreenBar } from '../../ui/screen-bar.tsx'
import { AppearanceSettings } from './appearance-settings.tsx'
import { BudgetSettings } from './budget-settings.tsx'
import { DiagnosticsSettings } from './diagnostics-settings.tsx'
import { EmbeddingServerTest } from './embedding-server-test.tsx'
import { KeySettings } from './key-settings.tsx'
import { PriceBookSettings } from './price-book-settings.tsx'
import { ProviderSettings } from './provider-settings.tsx'
import styles from './settings-screen.module.css'
import { WorkspaceSettings } from './workspace-settings.tsx'

export function SettingsScreen() {
  return (
    <>
      <ScreenBar title="Settings" />
      <div className={styles.screen}>
        <AppearanceSettings />
        <BudgetSettings />
        <ProviderSettings />
        <KeySettings />
        <EmbeddingServerTest />
        <PriceBookSettings />
        <WorkspaceSettings />
        <DiagnosticsSettings />
      </div>
    </>
  )
}
