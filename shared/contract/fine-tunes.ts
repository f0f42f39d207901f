import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import {
  FineTuneEstimate,
  FineTuneEvent,
  FineTuneJob,
  FineTuneSpec,
  ProviderFineTune,
  TrainerOffer,
} from '../domain/fine-tune-job.ts'
import { FineTuneJobId } from '../domain/ids.ts'
import { ModelName } from '../domain/model-name.ts'
import { TrainerSettings } from '../domain/trainer.ts'
import { TrainingPoint } from '../domain/training-curve.ts'
import { TrainingPrice } from '../domain/training-price.ts'
import { TrainingVersion } from '../domain/training-set.ts'

const Reference = z.object({ fineTuneJobId: FineTuneJobId })

/** A file that describes a job made elsewhere: result CSV (plain or base64), `trainer_state.json`, or a log. */
const CurveFile = z.object({ fileName: z.string().min(1).max(300), text: z.string().max(50_000_000) })

/** Fine-tune jobs, whoever trains. No key is in any answer. */
export const fineTunesContract = {
  /** The trainers in the order in which they should be offered today. Sends nothing. */
  trainers: oc.output(z.array(TrainerOffer)),
  /** The version of a training set, by id or unique beginning of one, or by the set's name: then its current one. */
  trainingVersion: oc.input(z.object({ reference: z.string().min(1) })).output(TrainingVersion),
  /** Newest first. */
  list: oc.output(z.array(FineTuneJob)),
  /** By id, unique beginning of an id, or name. */
  get: oc.input(z.object({ reference: z.string().min(1) })).output(FineTuneJob),
  /** What it will cost; sends and uploads nothing. */
  estimate: oc.input(FineTuneSpec).output(FineTuneEstimate),
  /** The price of a base model's training at a provider, as the user enters it; it goes before what is listed. */
  setPrice: oc
    .input(
      z.object({
        trainer: TrainerSettings,
        baseModel: ModelName,
        usdPerMillionTokens: z.number().nonnegative().max(1_000_000),
      }),
    )
    .output(TrainingPrice),
  /**
   * Writes the job down, then uploads and sends it in the background: the answer is `sending` (or `prepared`), and `watch`
   * tells what becomes of it. BUDGET_REACHED when the estimate has no room, NOT_FOUND without the training data; then
   * nothing is written down.
   */
  start: oc.input(FineTuneSpec).output(FineTuneJob),
  /**
   * Asks the provider to stop it. The answer may still be `running` with `cancelRequestedAt`: it is `cancelled` only when
   * the provider says so, and asked again until then. Before it was sent, nothing is sent.
   */
  cancel: oc.input(Reference).output(FineTuneJob),
  /** CONFLICT where the trainer or the state does not allow it. */
  pause: oc.input(Reference).output(FineTuneJob),
  resume: oc.input(Reference).output(FineTuneJob),
  /** Starts the program in a prepared folder. */
  launch: oc.input(Reference).output(FineTuneJob),
  /** Looks for the tag in the provider's list once more. */
  searchAgain: oc.input(Reference).output(FineTuneJob),
  /** The user says that the provider does not have it: it is sent again, with a new tag. */
  sendAgain: oc.input(Reference).output(FineTuneJob),
  /** The user says that the provider does not have it: it becomes `cancelled`, and its reserve is given back. */
  giveUp: oc.input(Reference).output(FineTuneJob),
  /** Asks the provider now, instead of at the next poll. PROVIDER_UNAVAILABLE when it is not reached. */
  refresh: oc.input(Reference).output(FineTuneJob),
  rename: oc.input(Reference.extend({ name: z.string().trim().min(1).max(100) })).output(FineTuneJob),
  /** Takes an ended job out of the list; what is at the provider stays. CONFLICT while it runs. */
  remove: oc.input(Reference).output(z.object({ removed: z.boolean() })),
  events: oc
    .input(
      Reference.extend({ afterSeq: z.int().nonnegative().default(0), limit: z.int().min(1).max(1000).default(200) }),
    )
    .output(z.array(FineTuneEvent)),
  /** First the state now, then one message for every change, until the job has ended. */
  watch: oc.input(Reference).output(
    eventIterator(
      z.object({
        job: FineTuneJob,
        /** New since the message before; the first message has the newest 200. */
        events: z.array(FineTuneEvent),
        /** Grows when there are new points: ask `points` again. */
        pointsRevision: z.int().nonnegative(),
      }),
    ),
  ),
  /** The same for all jobs together, without end: which of them changed. */
  watchAll: oc.output(eventIterator(FineTuneJob)),
  /** By step. */
  points: oc.input(Reference).output(z.array(TrainingPoint)),
  /** A kept result file as text. */
  resultFile: oc
    .input(Reference.extend({ name: z.string().min(1) }))
    .output(z.object({ name: z.string(), text: z.string() })),
  /** The jobs that a provider has, newest first, with the days left of their models. */
  providerJobs: oc.input(TrainerSettings).output(z.array(ProviderFineTune)),
  /** Takes a job of a provider's list into this workspace with its events, curve, checkpoints and result files. */
  importJob: oc
    .input(z.object({ trainer: TrainerSettings, providerJobId: z.string().min(1).max(300) }))
    .output(FineTuneJob),
  /** Takes a job made anywhere by the files that it left. NOTHING_ACCEPTED when none of them holds a curve. */
  importFiles: oc
    .input(
      z.object({
        name: z.string().trim().min(1).max(100),
        baseModel: z.string().max(300).default(''),
        tunedModel: z.string().max(300).nullable().default(null),
        files: z.array(CurveFile).min(1).max(50),
      }),
    )
    .output(FineTuneJob),
}
