import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

const folder = fileURLToPath(new URL('../../../main/sample/dataset/', import.meta.url))

const Question = z.strictObject({
  _id: z.string(),
  query: z.string().min(10),
  answers: z.array(z.string().min(1)),
  spans: z.array(z.strictObject({ doc: z.string(), quote: z.string().min(30) })),
  type: z.enum(['exact', 'paraphrase', 'two-page', 'unanswerable']),
  difficulty: z.enum(['easy', 'medium', 'hard']),
  tags: z.array(z.string()),
})

const Reply = z.strictObject({
  category: z.enum([
    'hardware',
    'radio',
    'irrigation',
    'climate',
    'software',
    'api',
    'billing',
    'account',
    'privacy',
    'sales',
    'other',
  ]),
  urgency: z.enum(['now', 'today', 'week', 'whenever']),
  crop_at_risk: z.boolean(),
  summary: z.string(),
  reply: z.string(),
  next_step: z.enum(['call', 'ask', 'ship', 'refund', 'route', 'close', 'document']),
})

const pages = readdirSync(`${folder}docs`, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.md'))
  .map((path) => path.replaceAll('\\', '/'))
const textOf = new Map(pages.map((page) => [page, readFileSync(`${folder}docs/${page}`, 'utf8')]))
const linesOf = (file: string): unknown[] =>
  readFileSync(`${folder}${file}`, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
const questions = linesOf('questions.jsonl').map((line) => Question.parse(line))

describe('sample project', () => {
  it('pages: 40 to 80 of them, each with a title and prose of its own', () => {
    expect(pages.length).toBeGreaterThanOrEqual(40)
    expect(pages.length).toBeLessThanOrEqual(80)
    for (const text of textOf.values()) {
      expect(text).toMatch(/^# \S/)
      expect(text.split(/\s+/).length).toBeGreaterThan(200)
    }
    const sentences = [...textOf.values()].flatMap((text) => [
      ...new Set(text.match(/[A-Z][^.!?\n|]{60,}[.!?]/g) ?? []),
    ])
    expect(sentences.length - new Set(sentences).size).toBeLessThan(sentences.length * 0.01)
  })

  it('questions: at least 120, of every type, each page asked about', () => {
    expect(questions.length).toBeGreaterThanOrEqual(120)
    expect(new Set(questions.map((question) => question._id)).size).toBe(questions.length)
    for (const type of Question.shape.type.options) {
      expect(questions.filter((question) => question.type === type).length).toBeGreaterThanOrEqual(15)
    }
    expect(new Set(questions.flatMap((question) => question.spans.map((span) => span.doc)))).toEqual(new Set(pages))
  })

  it('gold spans: each quote stands exactly once in its page', () => {
    for (const { _id, spans } of questions) {
      for (const { doc, quote } of spans) {
        expect([_id, doc, textOf.get(doc)?.split(quote).length]).toEqual([_id, doc, 2])
      }
    }
  })

  it('questions: what cannot be answered has no answer and no span, two-page questions rest on two pages', () => {
    for (const { _id, type, answers, spans } of questions) {
      if (type === 'unanswerable') expect([_id, answers, spans]).toEqual([_id, [], []])
      else expect([_id, answers.length > 0, spans.length > 0]).toEqual([_id, true, true])
      if (type === 'two-page') expect(new Set(spans.map((span) => span.doc)).size).toBeGreaterThanOrEqual(2)
    }
  })

  it('chat examples: at least 120, in one format and one tone', () => {
    const Example = z.strictObject({
      messages: z.tuple([
        z.strictObject({ role: z.literal('system'), content: z.string() }),
        z.strictObject({ role: z.literal('user'), content: z.string().min(10) }),
        z.strictObject({ role: z.literal('assistant'), content: z.string() }),
      ]),
    })
    const examples = linesOf('chat-examples.jsonl').map((line) => Example.parse(line).messages)
    expect(examples.length).toBeGreaterThanOrEqual(120)
    expect(new Set(examples.map(([system]) => system.content)).size).toBe(1)
    expect(new Set(examples.map(([, user]) => user.content)).size).toBe(examples.length)
    for (const [, , assistant] of examples) {
      const reply = Reply.parse(JSON.parse(assistant.content))
      expect(reply.reply).not.toContain('!')
      expect(reply.reply).toMatch(/\.$/)
      expect(reply.summary.split(/\s+/).length).toBeLessThanOrEqual(18)
      if (reply.crop_at_risk) expect(['now', 'today']).toContain(reply.urgency)
      if (reply.next_step === 'call') expect(reply.urgency).toBe('now')
    }
  })
})
