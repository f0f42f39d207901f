import { difficultyBounds, fixedSlices, lengthBoundsWords, type SliceRef } from '../../../../shared/domain/slices.ts'
import { questionKind } from '../../generation/question-kind.ts'

export interface SlicedQuestion {
  readonly text: string
  readonly tags: readonly string[]
  /** Mean score of the runs side by side, 0–1, higher is better; null for measures that are no fractions. */
  readonly meanScore: number | null
}

/** Tags on fewer questions say nothing; beyond so many tags a table is no longer read. */
const fewestOfTag = 2
const mostTags = 20

export interface QuestionSlices {
  /** In the order in which they are shown; `members` are indexes into the questions, ascending. */
  readonly slices: readonly { readonly ref: SliceRef; readonly members: readonly number[] }[]
  readonly omittedTags: number
}

/** Groups questions. Slices without a question, and kinds that would hold all questions in one slice, are left out. */
export function sliceQuestions(questions: readonly SlicedQuestion[]): QuestionSlices {
  const byTag = new Map<string, number[]>()
  const fixed = new Map<string, number[]>()
  const add = (map: Map<string, number[]>, key: string, index: number) => {
    const members = map.get(key)
    if (members) members.push(index)
    else map.set(key, [index])
  }
  questions.forEach(({ text, tags, meanScore }, index) => {
    for (const tag of new Set(tags)) add(byTag, tag, index)
    add(fixed, `questionType ${questionKind(text)}`, index)
    if (meanScore !== null) add(fixed, `difficulty ${difficultyOf(meanScore)}`, index)
    add(fixed, `length ${lengthOf(text)}`, index)
  })
  const tags = [...byTag].toSorted(([a, inA], [b, inB]) => inB.length - inA.length || (a < b ? -1 : 1))
  const listed = tags.filter(([, members]) => members.length >= fewestOfTag && members.length < questions.length)
  const shownTags = listed.slice(0, mostTags)
  return {
    slices: [
      ...shownTags.map(([name, members]) => ({ ref: { kind: 'tag' as const, name }, members })),
      ...(['questionType', 'difficulty', 'length'] as const).flatMap((kind) => {
        const found = fixedSlices[kind].flatMap((name) => {
          const members = fixed.get(`${kind} ${name}`)
          return members ? [{ ref: { kind, name }, members }] : []
        })
        return found.length > 1 ? found : []
      }),
    ],
    omittedTags: tags.length - shownTags.length,
  }
}

/** Whether a question belongs to a slice. */
export function isInSlice({ text, tags, meanScore }: SlicedQuestion, { kind, name }: SliceRef): boolean {
  if (kind === 'tag') return tags.includes(name)
  if (kind === 'questionType') return questionKind(text) === name
  if (kind === 'length') return lengthOf(text) === name
  return meanScore !== null && difficultyOf(meanScore) === name
}

function difficultyOf(meanScore: number): string {
  const [hard, easy] = difficultyBounds
  if (meanScore < hard) return 'hard'
  return meanScore > easy ? 'easy' : 'middle'
}

function lengthOf(text: string): string {
  const words = text.split(/\s+/u).filter((word) => word !== '').length
  const [short, long] = lengthBoundsWords
  if (words <= short) return 'short'
  return words > long ? 'long' : 'medium'
}
