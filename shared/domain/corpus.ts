import { z } from 'zod'
import { CorpusId, CorpusVersionId } from './ids.ts'

/** One document of a corpus. Offsets of gold spans and chunks are UTF-16 code units of `text`. */
export const CorpusDocument = z.object({
  /** Unique within the corpus: the id given by the dataset, else the path below the imported folder. */
  docId: z.string().min(1),
  title: z.string(),
  text: z.string(),
  /** `markdown` lets the Markdown-aware chunker see headings; every other kind is `plain`. */
  syntax: z.enum(['plain', 'markdown']),
})
export type CorpusDocument = z.infer<typeof CorpusDocument>

/** A content-hashed, immutable state of a corpus. */
export const CorpusVersion = z.object({
  versionId: CorpusVersionId,
  corpusId: CorpusId,
  corpusName: z.string(),
  /** 1 for the first version of the corpus. */
  number: z.int().positive(),
  createdAt: z.iso.datetime(),
  documents: z.int().nonnegative(),
  characters: z.int().nonnegative(),
})
export type CorpusVersion = z.infer<typeof CorpusVersion>

/** What a new version changed against the one before it, by document id. */
export const CorpusDiff = z.object({
  added: z.int().nonnegative(),
  changed: z.int().nonnegative(),
  removed: z.int().nonnegative(),
  unchanged: z.int().nonnegative(),
})
export type CorpusDiff = z.infer<typeof CorpusDiff>
