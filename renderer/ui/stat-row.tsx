import styles from './stat-row.module.css'

/** Key figures side by side, each with its name. */
export function StatRow({ stats }: { stats: readonly (readonly [name: string, value: string])[] }) {
  return (
    <dl className={styles.row}>
      {stats.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
