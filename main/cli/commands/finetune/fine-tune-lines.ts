import type { FineTuneEstimate, FineTuneJob } from '../../../../shared/domain/fine-tune-job.ts'

/** A job on one line of a list. */
export function fineTuneLine(job: FineTuneJob): string {
  const { fineTuneJobId, status, trainer, baseModel, tunedModel, name } = job
  return `${fineTuneJobId}  ${status.padEnd(11)}  ${(trainer?.kind ?? 'files').padEnd(8)}  ${baseModel}  ${name}${tunedModel ? `  -> ${tunedModel}` : ''}`
}

/** Everything of a job that a person asks for. */
export function fineTuneLines(job: FineTuneJob): string[] {
  const { fineTuneJobId, name, status, notice, error, baseModel, providerJobId, tag, tunedModel, folder } = job
  const { trainedTokens, checkpoints, shutdownDate, resultFiles, actions } = job
  const line = (label: string, value: string | null) => (value === null ? [] : [`${label.padEnd(14)}${value}`])
  return [
    `${name} (${fineTuneJobId}): ${status}`,
    ...(notice === null ? [] : [notice]),
    ...(error === null ? [] : [error.message, ...error.advice.map((advice) => `- ${advice}`)]),
    ...line('base model', baseModel),
    ...line('tuned model', tunedModel),
    ...line('answers until', shutdownDate),
    ...line('provider job', providerJobId),
    ...line('tag', tag),
    ...line('folder', folder),
    ...line('tokens', trainedTokens === null ? null : String(trainedTokens)),
    ...line('cost', costOf(job)),
    ...checkpoints.map(
      ({ step, model, path, trainLoss, validLoss }) =>
        `${`step ${step}`.padEnd(14)}${model ?? path ?? ''}  train ${shown(trainLoss)}  validation ${shown(validLoss)}`,
    ),
    ...line('files', resultFiles.length === 0 ? null : resultFiles.join(', ')),
    ...line('can do', actions.length === 0 ? null : actions.join(', ')),
  ]
}

export function estimateLine({
  trainExamples,
  billedTokens,
  costUsd,
  priceSource,
  priceDate,
}: FineTuneEstimate): string {
  const cost =
    costUsd === null ? 'its price is not known' : `about $${costUsd.toFixed(2)} (${priceSource}, ${priceDate})`
  return `${trainExamples} training examples, ${billedTokens} tokens to train: ${cost}`
}

function costOf({ costUsd, costEstimateUsd, priceSource }: FineTuneJob): string {
  if (costUsd !== null) return `$${costUsd.toFixed(4)}`
  return costEstimateUsd === null ? 'not known' : `about $${costEstimateUsd.toFixed(4)} (${priceSource})`
}

function shown(loss: number | null): string {
  return loss === null ? '-' : loss.toFixed(4)
}
