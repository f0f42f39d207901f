import type { EvalQuery } from '../../../../shared/domain/eval-set.ts'
import { exampleDefinitions, type LatencyStage } from '../../../../shared/domain/metric.ts'
import type { Run } from '../../../../shared/domain/run.ts'
import type { RunExample } from '../../../../shared/domain/run-example.ts'
import { hasRetrieval } from '../../../../shared/domain/rung.ts'
import { scoreDocuments } from '../../evaluation/rank-documents.ts'
import type { ExampleTable } from '../../export/write-examples.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'
import { statedRecipe } from '../recipes/stated-recipe.ts'
import { chunksOfRun } from '../results/chunks-of-run.ts'
import { scoreAt } from '../results/list-queries.ts'
import { latencySample } from '../searching/time-searches.ts'

/** Documents of a ranking that are given; a TREC run holds all of them. */
const retrievedDocuments = 10

type Ports = Pick<ExperimentPorts, 'store'>

/** Every example of the runs with all that is known of it, run by run in the order of their splits. */
export function runExamples(runs: readonly Run[], ports: Ports): ExampleTable {
  const scored = new Set(runs.flatMap(({ runId }) => ports.store.runs.scoredMetrics(runId)))
  const metrics = exampleDefinitions(scored).map(({ name }) => name)
  return { metrics, examples: examplesOf(runs, metrics, ports) }
}

function* examplesOf(runs: readonly Run[], metrics: readonly string[], ports: Ports): Generator<RunExample> {
  const { store } = ports
  for (const run of runs) {
    const { queries } = store.datasets.examples(run.evalSetId, run.split)
    const columns = metrics.map((metric) => [metric, store.runs.scores(run.runId, metric)] as const)
    const latencies = latenciesByQuery(run, queries, ports)
    const documentsOf = documentReader(run, ports)
    const triage = store.answers.triage(run.runId)
    const recipe = statedRecipe(run)
    const ofRun = { run: run.runId, name: run.name, rung: recipe?.rung ?? null, evalSet: run.evalSetName }
    for (const [position, { queryId, text, tags }] of queries.entries()) {
      const answers = store.answers.answersOf(run.runId, queryId)
      const costs = answers.map(({ costUsd }) => costUsd)
      yield {
        ...ofRun,
        ...{ split: run.split, recipe, queryId, question: text, tags },
        scores: Object.fromEntries(
          columns.flatMap(([metric, column]) => (column ? [[metric, scoreAt(column, position)]] : [])),
        ),
        latencyMs: Object.fromEntries(
          [...latencies].map(([stage, byQuery]) => [
            stage,
            byQuery === 'answers' ? answerLatency(stage, answers) : (byQuery.get(queryId) ?? null),
          ]),
        ),
        costUsd:
          costs.length === 0 || costs.includes(null) ? null : costs.reduce<number>((sum, cost) => sum + cost!, 0),
        triage: triage.get(queryId) ?? null,
        answers,
        retrieved: documentsOf(queryId),
      }
    }
  }
}

function answerLatency(stage: LatencyStage, answers: RunExample['answers']): number | null {
  const first = answers.find(({ failure }) => failure === null)
  return first && (stage === 'assemble' || stage === 'generate') ? first.latencyMs[stage] : null
}

/** Times of the sample by query; a stage that some of the sample has no time for has lost which time is whose. */
function latenciesByQuery(
  run: Run,
  queries: readonly EvalQuery[],
  { store }: Ports,
): Map<LatencyStage, ReadonlyMap<string, number> | 'answers'> {
  const sample = latencySample(queries, run.provenance.seed)
  const byStage = new Map<LatencyStage, ReadonlyMap<string, number> | 'answers'>()
  for (const [stage, valuesMs] of store.runs.latencies(run.runId)) {
    if (stage === 'assemble' || stage === 'generate') byStage.set(stage, 'answers')
    else if (valuesMs.length === sample.length)
      byStage.set(stage, new Map(sample.map(({ queryId }, index) => [queryId, valuesMs[index]!])))
  }
  return byStage
}

function documentReader(run: Run, ports: Ports): (queryId: string) => RunExample['retrieved'] {
  const { store } = ports
  const chunkSet = chunksOfRun(run, ports)
  if (!chunkSet || !hasRetrieval(run.recipe?.rung)) return () => null
  const docIds = [
    ...store.datasets.documentEntries(run.provenance.corpusVersionId).map(({ docId }) => docId),
    ...store.runs.foreignDocuments(run.runId),
  ]
  return (queryId) => {
    const ranking = store.runs.ranking(run.runId, queryId)
    if (!ranking) return null
    const scored = ranking.map(({ chunk, score }) => ({ docId: docIds[chunkSet.documentPosition[chunk]!]!, score }))
    return scoreDocuments(scored)
      .slice(0, retrievedDocuments)
      .map(({ docId, score }) => ({ docId, score }))
  }
}
