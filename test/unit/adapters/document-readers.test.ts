import { describe, expect, test } from 'vitest'
import { createDocumentReaders } from '../../../main/adapters/readers/create-document-readers.ts'
import { makeDocx, makePdf } from '../../support/make-documents.ts'
import { makeZip } from '../../support/make-zip.ts'

const readers = createDocumentReaders()
const bytesOf = (text: string) => new TextEncoder().encode(text)
const unreadable = (sentence: string) => ({ code: 'UNREADABLE_FILE', message: expect.stringContaining(sentence) })

describe('text reader', () => {
  test('a text: its own text with plain line ends; the title is the file name', async () => {
    const read = await readers.text.read(bytesOf('\ufeffone\r\ntwo\rthree'), 'a/my.notes.txt')
    expect(read).toEqual({ title: 'my.notes', text: 'one\ntwo\nthree', syntax: 'plain', notes: [] })
  })
})

describe('Markdown reader', () => {
  test.each([
    ['# The *title* of `it` #\ntext', 'The title of it'],
    ['intro\n\nTitle\n=====\ntext', 'Title'],
    ['---\ntitle: x\n# no\n---\n# Yes [there](a.md)', 'Yes there'],
    ['```sh\n# a comment\n```\n# Real', 'Real'],
    ['## Only a second level', 'file'],
    ['#NoSpace', 'file'],
  ])('%j: title %s', async (markdown, title) => {
    expect(await readers.markdown.read(bytesOf(markdown), 'docs/file.md')).toEqual({
      title,
      text: markdown,
      syntax: 'markdown',
      notes: [],
    })
  })
})

describe('PDF reader', () => {
  test('pages with text: joined; pages without are noted; the stated title is used', async () => {
    const pdf = makePdf(['First page here.', '', 'Third page here.'], { title: 'Manual' })
    expect(await readers.pdf.read(pdf, 'a/b.pdf')).toEqual({
      title: 'Manual',
      text: 'First page here.\n\nThird page here.',
      syntax: 'plain',
      notes: ['1 of 3 pages have no text layer and were left out.'],
    })
  })
  test('a PDF without a useful title: the title is the file name', async () => {
    expect((await readers.pdf.read(makePdf(['x y']), 'a/b.pdf')).title).toBe('b')
    expect((await readers.pdf.read(makePdf(['x y'], { title: 'draft3.doc' }), 'a/b.pdf')).title).toBe('b')
  })
  test('the bytes given: are not taken away', async () => {
    const pdf = makePdf(['x y'])
    await readers.pdf.read(pdf, 'b.pdf')
    expect(pdf.length).toBeGreaterThan(0)
    expect((await readers.pdf.read(pdf, 'b.pdf')).text).toBe('x y')
  })
  test('no text layer, damaged, locked: refused with a sentence', async () => {
    await expect(readers.pdf.read(makePdf(['']), 'b.pdf')).rejects.toMatchObject(unreadable('no text layer'))
    await expect(readers.pdf.read(bytesOf('not a pdf'), 'b.pdf')).rejects.toMatchObject(unreadable('damaged'))
    await expect(readers.pdf.read(new Uint8Array(), 'b.pdf')).rejects.toMatchObject(unreadable('damaged'))
    const locked = makePdf(['x y'], { isLocked: true })
    await expect(readers.pdf.read(locked, 'b.pdf')).rejects.toMatchObject(unreadable('password'))
  })
})

describe('DOCX reader', () => {
  test('headings and paragraphs: Markdown; the title is the first heading', async () => {
    const docx = makeDocx(['# Manual', 'It lasts &lt; two years.'])
    expect(await readers.docx.read(docx, 'a.docx')).toEqual({
      title: 'Manual',
      text: '# Manual\n\nIt lasts < two years.',
      syntax: 'markdown',
      notes: [],
    })
  })
  test('damaged, locked, empty, a zip of something else, a bomb: refused with a sentence', async () => {
    const ole = Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1)
    await expect(readers.docx.read(ole, 'a.docx')).rejects.toMatchObject(unreadable('password'))
    await expect(readers.docx.read(bytesOf('x'), 'a.docx')).rejects.toMatchObject(unreadable('damaged'))
    await expect(readers.docx.read(makeDocx([]), 'a.docx')).rejects.toMatchObject(unreadable('no text'))
    const other = makeZip([{ name: 'a.txt', data: 'x' }])
    await expect(readers.docx.read(other, 'a.docx')).rejects.toMatchObject(unreadable('damaged'))
    const lying = makeZip([{ name: 'word/document.xml', data: 'x'.repeat(100_000), statedSize: 10 }])
    await expect(readers.docx.read(lying, 'a.docx')).rejects.toMatchObject(unreadable('damaged'))
    const bomb = makeZip([{ name: 'word/document.xml', data: 'x', statedSize: 2 ** 31 }])
    await expect(readers.docx.read(bomb, 'a.docx')).rejects.toMatchObject(unreadable('would unpack to 2048.0 MB'))
  })
})

describe('HTML reader', () => {
  const read = async (html: string) => (await readers.html.read(bytesOf(html), 'a/page.html')).text

  test('a page: title, main text as Markdown, without scripts, navigation and what is hidden', async () => {
    const page = `<!doctype html><html><head><title>Leaf &amp; root</title><style>p{}</style></head><body>
      <nav><a href="/">Home</a></nav><header>Top</header>
      <main><h1>Leaf<a class="headerlink" href="#x">¶</a></h1><p>It   lasts <b>two</b>
      years&nbsp;&mdash; see <a href="https://example.org/a">the manual</a> or <a href="/b">this</a>.<br>Next line.</p>
      <script>alert(1)</script><p hidden>no</p><p style="display: none">no</p>
      <img alt="A drawing" src="data:image/png;base64,AAAA"><svg><text>no</text></svg>
      <ul><li>one<ul><li>inner</li></ul></li><li><p>two</p></li></ul><ol><li>first</li><li>second</li></ol>
      <pre><code class="language-sh">a  b
c</code></pre><blockquote><p>quoted</p><p>twice</p></blockquote>
      <table><tr><th>K</th><th>V</th></tr><tr><td>a|b</td><td><p>1</p><p>2</p></td></tr></table></main>
      <footer>Bottom</footer></body></html>`
    const { title, text, syntax } = await readers.html.read(bytesOf(page), 'a/page.html')
    expect(title).toBe('Leaf & root')
    expect(syntax).toBe('markdown')
    expect(text).toBe(
      [
        '# Leaf',
        'It lasts two years\u00a0— see [the manual](https://example.org/a) or this.\nNext line.',
        'A drawing',
        '- one\n  - inner\n- two',
        '1. first\n2. second',
        '```sh\na  b\nc\n```',
        '> quoted\n>\n> twice',
        '| K | V |\n| --- | --- |\n| a\\|b | 1 2 |',
      ].join('\n\n'),
    )
  })
  test('a page without a marked main part: all of it but its frame', async () => {
    expect(await read('<header>Top</header><p>Text</p><aside>Side</aside><footer>Bottom</footer>')).toBe('Text')
    expect(await read('<article><header>Head</header><p>Text</p></article>')).toBe('Head\n\nText')
  })
  test('a main part that holds next to nothing: the whole page is read', async () => {
    const text = 'Much text outside of it. '.repeat(20).trim()
    expect(await read(`<main>x</main><p>${text}</p>`)).toContain(text)
  })
  test('a fragment, broken marks, layout tables: the words are kept', async () => {
    expect(await read('just text')).toBe('just text')
    expect(await read('<p>a<div>b</p><b>c')).toBe('a\n\nb\n\nc')
    expect(await read('<table><tr><td>left</td></tr><tr><td>right</td></tr></table>')).toBe('left\n\nright')
  })
  test('no title: the first heading, else the file name', async () => {
    expect((await readers.html.read(bytesOf('<h1>Head</h1>x'), 'a/page.html')).title).toBe('Head')
    expect((await readers.html.read(bytesOf('x'), 'a/page.html')).title).toBe('page')
  })
  test('a page without text: refused with a sentence', async () => {
    await expect(read('<html><script>x</script></html>')).rejects.toMatchObject(unreadable('no text'))
  })
  test('marks nested 20,000 deep: the words are kept, nothing overflows', async () => {
    const deep = (name: string) => `<${name}>`.repeat(20_000)
    expect(await read(`${deep('div')}deep words`)).toBe('deep words')
    expect(await read(`${deep('b')}deep words`)).toBe('deep words')
    expect(await read(`${deep('ul><li')}deep words`)).toContain('deep words')
    expect(await read(`${deep('blockquote')}deep words`)).toContain('deep words')
    expect(await read(`${deep('table><tr><td')}deep words`)).toContain('deep words')
  })
})
