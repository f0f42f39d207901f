import { Card } from '../../ui/card.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { setDensity, setTheme, useDensity, useTheme } from '../../ui/theme.ts'
import styles from './settings-screen.module.css'

export function AppearanceSettings() {
  const theme = useTheme()
  const density = useDensity()
  return (
    <Card title="Appearance" note="kept on this device">
      <dl className={styles.body}>
        <div className={styles.row}>
          <dt>Theme</dt>
          <dd>
            <Segmented
              label="Theme"
              value={theme}
              onChange={setTheme}
              options={[
                ['system', 'System'],
                ['light', 'Light'],
                ['dark', 'Dark'],
              ]}
            />
          </dd>
        </div>
        <div className={styles.row}>
          <dt>Table rows</dt>
          <dd>
            <Segmented
              label="Table rows"
              value={density}
              onChange={setDensity}
              options={[
                ['comfortable', 'Two lines'],
                ['compact', 'One line'],
              ]}
            />
          </dd>
        </div>
      </dl>
    </Card>
  )
}
