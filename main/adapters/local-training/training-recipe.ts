import type { LocalTrainer } from '../../../shared/domain/trainer.ts'
import type { CreateFineTune } from '../../ports/trainer.ts'

/** What tells one local trainer from another: the files that it reads and the command that reads them. */
export interface TrainingRecipe {
  readonly kind: LocalTrainer['kind']
  /** Found on the PATH when the user names none. */
  readonly usualProgram: string
  readonly programArguments: readonly string[]
  /** Run to see whether the library is there, beside the program itself; null when the program is enough. */
  readonly checkArguments: readonly string[] | null
  /** What to say when it is not there. */
  readonly howToInstall: string
  /** In which `checkpoint-N` folders come, relative to the job's folder. */
  readonly outputFolder: string
  /** Beside train.jsonl and valid.jsonl: text by file name. */
  files(job: CreateFineTune, settings: LocalTrainer): Readonly<Record<string, string>>
}
