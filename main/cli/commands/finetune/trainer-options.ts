import { type Command, Option } from 'commander'
import { AppError } from '../../../../shared/domain/app-error.ts'
import { describeIssues } from '../../../../shared/domain/describe-issues.ts'
import { TrainerKind, TrainerSettings } from '../../../../shared/domain/trainer.ts'

interface TrainerChoices {
  readonly trainer: string
  readonly baseUrl?: string
  readonly key?: string
  readonly folder?: string
  readonly program?: string
  readonly launch?: boolean
  readonly fourBit?: boolean
}

/** The options that say where it is trained. */
export function addTrainerOptions(command: Command): Command {
  return command
    .addOption(new Option('--trainer <kind>', 'who trains').choices(TrainerKind.options).makeOptionMandatory())
    .option('--base-url <url>', 'another address of the provider, such as a compatible server')
    .option('--key <NAME>', 'name of the key (an environment variable or a kept secret)')
}

export function addLocalOptions(command: Command): Command {
  return command
    .option('--folder <dir>', 'local trainers: where the job gets its folder (default: fine-tunes in the workspace)')
    .option('--program <path>', 'local trainers: the program, where it is not on the PATH')
    .option('--four-bit', 'local trainers: load the weights in 4 bits (QLoRA)')
}

/** Throws AppError INVALID_INPUT. */
export function trainerOf(choices: TrainerChoices): TrainerSettings {
  const { trainer: kind, baseUrl, key, folder, program, launch, fourBit } = choices
  const isLocal = kind === 'axolotl' || kind === 'unsloth'
  const given = isLocal
    ? { kind, folder, program, launch, loadIn4Bit: fourBit }
    : { kind, baseUrl, secretName: key, ...(kind === 'azure' && baseUrl === undefined ? { baseUrl: '' } : {}) }
  const parsed = TrainerSettings.safeParse(given)
  if (parsed.success) return parsed.data
  throw new AppError(
    'INVALID_INPUT',
    `This trainer cannot be used: ${describeIssues(parsed.error, 'the trainer').join('; ')}. Nothing was started.`,
  )
}
