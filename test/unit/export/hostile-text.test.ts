import fc from 'fast-check'
import { Parser } from 'htmlparser2'
import { describe, expect, test } from 'vitest'
import { parseRecipe } from '../../../main/engine/experiments/recipes/recipe-fields.ts'
import type { DecisionDocument } from '../../../main/engine/export/decision-document.ts'
import type { PairedResult } from '../../../main/engine/export/paired-result.ts'
import { escapeHtml } from '../../../main/engine/export/report/markup.ts'
import type { ReportData } from '../../../main/engine/export/report/report-data.ts'
import { writeDecision } from '../../../main/engine/export/write-decision.ts'
import { writeHtmlReport } from '../../../main/engine/export/write-html-report.ts'
import { escapeLatex, writeLatex } from '../../../main/engine/export/write-latex.ts'
import type { Comparison } from '../../../shared/domain/comparison.ts'
import { DecisionAnswers } from '../../../shared/domain/decision.ts'
import { GateTerms } from '../../../shared/domain/gate.ts'
import type { CorpusId, CorpusVersionId, EvalSetId, RunId } from '../../../shared/domain/ids.ts'
import type { LadderReport } from '../../../shared/domain/ladder-report.ts'
import { metricDefinitions } from '../../../shared/domain/metric.ts'
import type { RunTally } from '../../../shared/domain/results.ts'
import type { Run } from '../../../shared/domain/run.ts'

const hostile = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1 }),
  fc.constantFrom(
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onload='alert(1)",
    '</style></svg><iframe src="https://evil.test">',
    '<!--',
    ']]>',
    '&lt;b&gt;',
    '\u0000\ud800\ufffe',
    '\\input{/etc/passwd}',
    '}\\end{tabular}\\write18{ls}',
    '% $^_&#~\\\\[2em]',
    '[x',
  ),
  fc.string({
    unit: fc.constantFrom('<', '>', '"', "'", '&', '/', 'a', '=', ' ', '\n', '\\', '{', '}', '%', '$'),
    minLength: 1,
  }),
)

function comparisonOf(text: string): Comparison {
  const run = (runId: string) =>
    ({
      ...{ runId: runId as RunId, name: text, recipe: parseRecipe({ generation: { model: text.trim() || 'm' } }) },
      ...{ recipeHash: text, evalSetId: 'e' as EvalSetId, evalSetName: text, split: text, status: 'finished' },
      ...{ createdAt: '2026-01-01T00:00:00Z', finishedAt: null, queries: 5, tags: [text], notes: text },
      provenance: { appVersion: text, seed: 1, embedder: text, evalSetHash: text },
    }) as unknown as Run
  const figure = { metric: 'ndcg@10', value: 0.5, ciLow: 0.25, ciHigh: 0.75, n: 5, unscored: 0 }
  return {
    baseline: 'a' as RunId,
    metrics: [metricDefinitions.get('ndcg@10')!],
    runs: [
      { run: run('a'), metrics: [{ ...figure, difference: null }] },
      { run: run('b'), metrics: [{ ...figure, difference: { value: -0.125, n: 5 } }] },
    ],
  }
}

function reportOf(text: string): ReportData {
  const comparison = comparisonOf(text)
  const tally: RunTally = {
    runId: 'b' as RunId,
    notComparable: null,
    n: 5,
    wins: 0,
    ties: 3,
    losses: 2,
    profile: [0, 0, 0, -1, -1],
    distribution: [],
  }
  const query = { queryId: text, text, tags: [text], values: [1, 0], firstRelevantRanks: [1, null] }
  return {
    comparison,
    recipes: comparison.runs.map(({ run }) => run.recipe),
    results: [resultOf('worse', 0.004, text)],
    verdicts: [text],
    writtenAt: new Date(0),
    appVersion: text,
    prices: { source: text, date: text },
    evalSets: [
      {
        evalSet: {
          ...{ evalSetId: 'e' as EvalSetId, name: text, corpusId: 'c' as CorpusId, contentHash: text, queries: 5 },
          ...{ corpusVersionId: text as CorpusVersionId, createdAt: '2026-01-01T00:00:00Z', spans: 0, staleSpans: 0 },
          splits: [{ name: text, queries: 5, judgedQueries: 5, judgments: 5 }],
        },
        ...{ corpusName: text, corpusVersionNumber: 1, documents: 3 },
      },
    ],
    latencies: new Map(),
    changes: [{ runId: 'b' as RunId, tally, losses: [query], wins: [] }],
    ladder: ladderOf(text),
  }
}

function ladderOf(text: string): LadderReport {
  return {
    ...{
      evalSetId: 'e' as EvalSetId,
      evalSetName: text,
      split: text,
      questions: 5,
      metric: 'ndcg@10',
      queriesPerMonth: 10,
    },
    ...{ setupMonths: 12, terms: GateTerms.parse({}), places: [], metrics: [], advice: [], steps: [], wouldChange: [] },
    ...{ standOn: 'rag', verdict: 'stay', headline: text, detail: text },
    rungs: [
      {
        ...{ rung: 'rag', runIds: ['a' as RunId], eligibleRunIds: ['a' as RunId], best: 'a' as RunId, missing: null },
        ...{ quality: { value: 0.5, n: 5 }, costPer1kUsd: 1, monthlyUsd: 1, latencyP95Ms: 1 },
      },
    ],
    runs: [
      {
        ...{ runId: 'a' as RunId, name: text, rung: 'rag', quality: { value: 0.5, ciLow: 0.25, ciHigh: 0.75, n: 5 } },
        ...{ per1kQueriesUsd: 1, fixedUsd: 0, monthlyUsd: 1, latencyP95Ms: null },
        ...{ onFrontier: true, onLatencyFrontier: true, isBestOfRung: true, breaks: [] },
      },
    ],
  }
}

function decisionOf(text: string): DecisionDocument {
  const { evalSets, comparison, prices } = reportOf(text)
  const runIds = ['a' as RunId]
  const item = { id: 'ft.metrics', list: 'finetune', label: 'Metrics', evidence: text, runIds } as const
  return {
    ...{ number: 1, at: '2026-01-01T00:00:00.000Z', appVersion: text, prices, evalSet: evalSets[0]! },
    runs: comparison.runs.map(({ run }) => run),
    record: {
      entries: { answers: DecisionAnswers.parse({}), overrides: { 'ft.metrics': text }, notes: `n${text}` },
      ...{ framework: { rung: 'rag', reasons: [text] }, evidence: { rung: 'prompt', headline: text } },
      ...{ disagreement: `d${text}`, checklist: [{ ...item, state: 'overridden' }], ladder: ladderOf(text) },
    },
  }
}

function elementsOf(html: string): { tags: string[]; attributes: string[]; text: string } {
  const tags: string[] = []
  const attributes: string[] = []
  let text = ''
  const parser = new Parser({
    onopentag: (name, given) => {
      tags.push(name)
      attributes.push(...Object.keys(given))
    },
    ontext: (part) => {
      text += part
    },
  })
  parser.end(html)
  return { tags, attributes, text }
}

function resultOf(word: 'better' | 'worse' | 'notDecisive', adjustedP: number, words = ''): PairedResult {
  const evidence = {
    ...{ value: -0.125, ciLow: -0.2, ciHigh: -0.05, n: 5, p: adjustedP / 2, adjustedP, familySize: 2, detectable: 0.1 },
    ...{ furtherExamples: 40, wins: 0, ties: 3, losses: 2 },
  }
  return { runId: 'b' as RunId, metric: 'ndcg@10', word, reason: null, evidence, words }
}

describe('HTML report', () => {
  test('any text is shown as text: the elements and attributes are those of a harmless one', async () => {
    const harmless = elementsOf(await writeHtmlReport(reportOf('harmless')))
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        const { tags, attributes } = elementsOf(await writeHtmlReport(reportOf(text)))
        expect(tags.filter((tag) => tag !== 'td' && tag !== 'tr' && tag !== 'th')).toEqual(
          harmless.tags.filter((tag) => tag !== 'td' && tag !== 'tr' && tag !== 'th'),
        )
        expect(new Set(attributes)).toEqual(new Set(harmless.attributes))
      }),
      { numRuns: 150 },
    )
  })

  test('escaped text reads as it was, but for characters that HTML does not have', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const { text: read, tags } = elementsOf(`<p>${escapeHtml(text)}</p>`)
        expect(tags).toEqual(['p'])
        expect(read).toBe(text.toWellFormed().replace(/(?![\t\n\r])\p{Cc}|[\ufffe\uffff]/gu, '\ufffd'))
      }),
    )
  })

  test('lists say how many questions they leave out', async () => {
    const html = await writeHtmlReport(reportOf('x'))
    expect(html).toContain('Worse: 1 of 2 questions, the largest changes first; 1 more')
    expect(html).toContain('0 wins, 3 ties, 2 losses')
  })
})

describe('decision record', () => {
  test('any text of names, notes and reasons is shown as text in HTML', () => {
    const harmless = elementsOf(writeDecision(decisionOf('harmless'), 'html'))
    fc.assert(
      fc.property(hostile, (text) => {
        const { tags, attributes } = elementsOf(writeDecision(decisionOf(text), 'html'))
        expect(tags).toEqual(harmless.tags)
        expect(attributes).toEqual(harmless.attributes)
      }),
      { numRuns: 100 },
    )
  })

  test('no mark-up of a name, a note or a reason comes alive in Markdown', () => {
    const text = '<img src=x onerror=alert(1)> [link](javascript:alert(1)) `code`\n# Heading\n| cell |'
    const markdown = writeDecision(decisionOf(text), 'md')
    const notes = markdown.slice(markdown.indexOf('## Notes'), markdown.indexOf('## Evidence'))
    expect(notes).not.toMatch(/(?<!\\)[<>`|[\]]|^# Heading/m)
    const reason = markdown.split('\n').find((line) => line.startsWith('- [x] Metrics'))!
    expect(reason).toContain('\\<img')
    expect(reason).toContain('\\# Heading')
  })

  test('JSON holds the record as it is', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const document = decisionOf(text.toWellFormed())
        expect(JSON.parse(writeDecision(document, 'json'))).toEqual(JSON.parse(JSON.stringify(document)))
      }),
      { numRuns: 30 },
    )
  })
})

describe('LaTeX table', () => {
  test('any text stays text: braces balance, columns are as many as announced, no line is a comment', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const table = writeLatex(comparisonOf(text), [])
        const bare = table.replace(/\\\\\n/g, '\n').replace(/\\[&%$#_{}]/g, '')
        expect(bare.split('{').length).toBe(bare.split('}').length)
        expect(bare.match(/%/g)).toHaveLength(1)
        const rows = bare.split('\n').filter((line) => line.includes('&'))
        expect(rows.every((line) => line.split('&').length === 2)).toBe(true)
        const commands = new Set(bare.match(/\\[a-zA-Z]+/g))
        for (const command of ['\\input', '\\write', '\\end{tabular}\\write']) expect(commands).not.toContain(command)
      }),
      { numRuns: 200 },
    )
  })

  test('signs and letters that are commands are written out', () => {
    expect(escapeLatex('50 % of $x_1^2 & {a}\\n ~ #1 −3 "q"')).toBe(
      '50 \\% of \\$x\\_1\\textasciicircum{}2 \\& \\{a\\}\\textbackslash{}n \\textasciitilde{} \\#1 $-$3 \\textquotedbl{}q\\textquotedbl{}',
    )
  })

  test('marks say better or worse and how sure, and the legend says what they mean', () => {
    const marks = (outcome: 'better' | 'worse' | 'notDecisive', p: number) =>
      /0\.500(\S*) \\\\/g.exec(
        writeLatex(comparisonOf('x'), [resultOf(outcome, p)])
          .split('(baseline)')[1]!
          .split('\n')
          .slice(2)
          .join('\n'),
      )![1]
    expect(marks('better', 0.03)).toBe('$^{*}$')
    expect(marks('better', 0.0001)).toBe('$^{***}$')
    expect(marks('worse', 0.004)).toBe('$^{\\dagger\\dagger}$')
    expect(marks('notDecisive', 0.3)).toBe('')
    expect(writeLatex(comparisonOf('x'), [resultOf('better', 0.01)])).toContain('adjusted by Holm')
  })
})
