import type { FineTuneJob } from '../../../shared/domain/fine-tune-job.ts'
import styles from './finetunes.module.css'
import { ImportFilesCard } from './import-files-card.tsx'
import { ProviderJobsCard } from './provider-jobs-card.tsx'

/** Jobs that were made elsewhere: out of a provider's list, or from the files that they left. */
export function ImportForm({ onOpen }: { onOpen: (job: FineTuneJob) => void }) {
  return (
    <div className={styles.page}>
      <header className={styles.pageHead}>
        <h2>Import jobs</h2>
      </header>
      <ProviderJobsCard />
      <ImportFilesCard onOpen={onOpen} />
    </div>
  )
}
