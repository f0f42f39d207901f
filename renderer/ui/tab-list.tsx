import { Tabs } from '@base-ui/react/tabs'
import type { ReactNode } from 'react'
import styles from './tab-list.module.css'

interface TabListProps<Value extends string> {
  label: string
  value: Value
  onChange: (value: Value) => void
  tabs: readonly { readonly value: Value; readonly label: string; readonly count?: number | undefined }[]
  /** Panels, as `TabPanel`s, and what stands around them. */
  children: (list: ReactNode) => ReactNode
}

/** Parts of one screen. Arrow keys move between the tabs. */
export function TabList<Value extends string>({ label, value, onChange, tabs, children }: TabListProps<Value>) {
  const list = (
    <Tabs.List aria-label={label} className={styles.list}>
      {tabs.map((tab) => (
        <Tabs.Tab key={tab.value} value={tab.value} className={styles.tab}>
          {tab.label}
          {tab.count !== undefined && <span className={styles.count}>{tab.count.toLocaleString('en-US')}</span>}
        </Tabs.Tab>
      ))}
    </Tabs.List>
  )
  return (
    <Tabs.Root value={value} onValueChange={(chosen) => onChange(chosen as Value)} className={styles.root}>
      {children(list)}
    </Tabs.Root>
  )
}

export function TabPanel({
  value,
  className,
  children,
}: {
  value: string
  className?: string | undefined
  children: ReactNode
}) {
  return (
    <Tabs.Panel value={value} className={`${styles.panel} ${className ?? ''}`}>
      {children}
    </Tabs.Panel>
  )
}
