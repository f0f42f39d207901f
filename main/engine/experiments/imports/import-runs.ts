import type { ImportedRun } from '../../../../shared/domain/dataset-import.ts'
import type { EvalSet } from '../../../../shared/domain/eval-set.ts'
import type { JobId, RunId } from '../../../../shared/domain/ids.ts'
import { retrievalMetrics } from '../../../../shared/domain/metric.ts'
import type { ImportedOrigin, RetrievedChunk, Run } from '../../../../shared/domain/run.ts'
import type { EvalExamples } from '../../../ports/dataset-store.ts'
import type { NewRun, ScoreColumn } from '../../../ports/run-store.ts'
import type { StatedResult } from '../../datasets/results/stated-result.ts'
import type { ParsedRun } from '../../datasets/runs/parsed-run.ts'
import type { RankedDocument } from '../../datasets/runs/ranked-document.ts'
import { scoreDocuments } from '../../evaluation/rank-documents.ts'
import { scoreQuery } from '../../evaluation/score-query.ts'
import { letOthersWork } from '../../jobs/let-others-work.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'
import { newProvenance } from '../new-provenance.ts'
import { summarizeRun } from '../scoring/summarize-run.ts'
import { documentPlaces, noSides } from './document-places.ts'
import { storeStatedRun } from './import-stated-run.ts'

/** Queries scored before other work gets its turn. */
const queriesAtOnce = 100

type Ports = Pick<ExperimentPorts, 'store' | 'clock' | 'newId' | 'appVersion'>

interface ScoredRun {
  readonly rankings: ReadonlyMap<string, readonly RetrievedChunk[]>
  readonly foreignDocuments: readonly string[]
  readonly columns: ReadonlyMap<string, ScoreColumn>
}

/**
 * Makes finished runs of run files, scored by document as trec_eval scores them: what a file does not list was not
 * retrieved, whatever the cut-off. Spans are not scored, as whole documents would find them all. A file that is on its
 * eval set already adds nothing.
 * @param jobId of the import.
 */
export async function importRuns(
  runs: readonly ParsedRun[],
  jobId: JobId,
  signal: AbortSignal,
  ports: Ports,
): Promise<ImportedRun[]> {
  const imported: ImportedRun[] = []
  for (const parsed of runs) {
    const evalSet = ports.store.datasets.findEvalSet(parsed.evalSetName)
    if (!evalSet) throw new Error(`The eval set ${parsed.evalSetName} vanished while a run of it was imported.`)
    const present = presentRun(parsed, evalSet, ports)
    const run = present ?? (await addRun(parsed, evalSet, jobId, signal, ports))
    imported.push({
      path: parsed.path,
      runId: run.runId,
      name: run.name,
      evalSetName: evalSet.name,
      split: parsed.split,
      queries: run.queries,
      answeredQueries: answeredQueries(parsed).size,
      isNew: present === null,
    })
  }
  return imported
}

/** Questions with a ranking, an answer or both; none where a file holds figures of the whole run alone. */
function answeredQueries({ rankings, stated }: ParsedRun): Set<string> {
  const answered = (stated?.examples ?? []).filter(({ answers }) => answers.length > 0)
  return new Set([...rankings.keys(), ...answered.map(({ queryId }) => queryId)])
}

function presentRun(
  { fileSha256, tag, split }: ParsedRun,
  { evalSetId }: EvalSet,
  { store }: Pick<Ports, 'store'>,
): Run | null {
  const isSame = (run: Run) =>
    run.evalSetId === evalSetId &&
    run.split === split &&
    run.provenance.origin?.fileSha256 === fileSha256 &&
    run.provenance.origin.tag === tag
  return store.runs.listRuns().find(isSame) ?? null
}

async function addRun(
  parsed: ParsedRun,
  evalSet: EvalSet,
  jobId: JobId,
  signal: AbortSignal,
  ports: Ports,
): Promise<NewRun> {
  const { store, clock, newId } = ports
  const examples = store.datasets.examples(evalSet.evalSetId, parsed.split)
  const documents = store.datasets.documentEntries(evalSet.corpusVersionId).map(({ docId }) => docId)
  const { stated } = parsed
  const needsScores = !stated || isUnscored(stated)
  const scored =
    needsScores && parsed.rankings.size > 0 ? await scoreParsedRun(parsed, examples, documents, signal) : null
  const at = clock.now().toISOString()
  const run: NewRun = {
    runId: newId() as RunId,
    name: nameOf(parsed),
    recipe: null,
    recipeHash: null,
    evalSetId: evalSet.evalSetId,
    split: parsed.split,
    sweepId: null,
    jobId,
    createdAt: at,
    queries: examples.queries.length,
    provenance: { ...newProvenance(evalSet, ports.appVersion), origin: originOf(parsed) },
  }
  store.transaction(() => {
    store.runs.addRuns([run])
    if (stated) {
      storeStatedRun(run, stated, { examples, documents, scored: scored?.columns ?? null }, store)
      store.runs.edit(run.runId, { tags: [...stated.tags], notes: stated.notes })
    } else if (scored) {
      store.runs.setForeignDocuments(run.runId, scored.foreignDocuments)
      store.runs.addRankings(run.runId, scored.rankings)
      store.runs.setScores(run.runId, scored.columns)
      summarizeRun(run, store.runs)
    }
    store.runs.setStatus(run.runId, 'finished', at)
  })
  return run
}

/** A set of answers or rankings without a score of its own, such as Ragas's or promptfoo's. */
function isUnscored({ figures, examples }: StatedResult): boolean {
  const isOurs = (metric: string) => !metric.startsWith('assertions')
  return figures.length === 0 && examples.every(({ scores }) => !Object.keys(scores).some(isOurs))
}

/** Every query of the split gets a ranking: one without lines was answered with nothing. */
async function scoreParsedRun(
  parsed: ParsedRun,
  { queries, judgments }: EvalExamples,
  documents: readonly string[],
  signal: AbortSignal,
): Promise<ScoredRun> {
  const places = documentPlaces(documents)
  const rankings = new Map<string, RetrievedChunk[]>()
  const columns = retrievalMetrics.map((): ScoreColumn => new Float64Array(queries.length))
  for (const [index, { queryId }] of queries.entries()) {
    if (index % queriesAtOnce === 0) await letOthersWork(signal)
    const ranking = scoreDocuments((parsed.rankings.get(queryId) ?? []).map(finiteScore))
    rankings.set(
      queryId,
      ranking.map(({ docId, score }) => ({ chunk: places.of(docId), score, ...noSides })),
    )
    const scores = scoreQuery({
      ranking: ranking.map((document) => ({ ...document, start: 0, end: 0, tokens: 0 })),
      judgments: judgments.get(queryId) ?? new Map(),
      goldSpans: [],
      limit: Number.POSITIVE_INFINITY,
      ruler: { tokensIn: () => 0, endAfter: () => 0 },
    })
    columns.forEach((column, metric) => {
      column[index] = scores[metric]!
    })
  }
  const filled = retrievalMetrics.flatMap(({ name }, metric): [string, ScoreColumn][] =>
    columns[metric]!.every(Number.isNaN) ? [] : [[name, columns[metric]!]],
  )
  return { rankings, foreignDocuments: places.foreign, columns: new Map(filled) }
}

/** JSON has no infinity; the largest number orders the same. */
function finiteScore({ docId, score }: RankedDocument): RankedDocument {
  return { docId, score: Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, score)) }
}

function originOf({ path, tag, fileSha256, lines, foreignLines, rankings, stated }: ParsedRun): ImportedOrigin {
  let depth = 0
  for (const ranking of rankings.values()) depth = Math.max(depth, ranking.length)
  const fileName = path.slice(path.lastIndexOf('/') + 1)
  const ofStated = stated && {
    recipe: stated.recipe,
    statedBaseline: stated.baseline,
    hasAnswers: stated.examples.some(({ answers }) => answers.length > 0),
  }
  return { kind: 'imported', tag, fileName, fileSha256, lines, depth, foreignLines, ...ofStated }
}

/** The tag, as its maker named it; the file's name where the tag says nothing. */
function nameOf({ tag, path, stated }: ParsedRun): string {
  const statedName = stated?.name.trim().slice(0, 200)
  if (statedName) return statedName
  const stem = path.slice(path.lastIndexOf('/') + 1).replace(/(\.(run|trec|txt|tsv))?(\.gz)?$/i, '')
  const name = /[\p{L}\p{N}]/u.test(tag) && !/^(run|stdin|default)$/i.test(tag) ? tag : stem
  return name.slice(0, 200) || 'imported'
}
