import type { DocumentReader } from '../../ports/document-reader.ts'
import { decodeText } from '../text-encoding/decode-text.ts'
import { fileTitle } from './file-title.ts'
import { normalizeLineEnds } from './normalize-line-ends.ts'

/** Markdown: the file's own text; the title is its first heading of level 1, else the file's name. */
export function createMarkdownReader(): DocumentReader {
  return {
    async read(bytes, path) {
      const text = normalizeLineEnds(decodeText(bytes).text)
      return { title: firstHeading(text) ?? fileTitle(path), text, syntax: 'markdown', notes: [] }
    },
  }
}

/** The first heading of level 1 (`# …` or underlined with `=`) outside code fences and front matter. */
function firstHeading(markdown: string): string | null {
  const lines = markdown.replace(/^---\n[\s\S]*?\n---\n/, '').split('\n')
  let fence: string | null = null
  for (const [index, line] of lines.entries()) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1]
    if (fence !== null) {
      if (mark?.startsWith(fence)) fence = null
      continue
    }
    if (mark !== undefined) {
      fence = mark
      continue
    }
    const heading = /^ {0,3}#[ \t]+(.+?)[ \t]*#*[ \t]*$/.exec(line)?.[1]
    if (heading !== undefined) return plainWords(heading)
    if (line.trim() !== '' && /^ {0,3}=+[ \t]*$/.test(lines[index + 1] ?? '')) return plainWords(line)
  }
  return null
}

function plainWords(heading: string): string {
  const words = heading
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[*`]+|\s*\{#[^}]*\}$/g, '')
    .trim()
  return words === '' ? heading.trim() : words
}
