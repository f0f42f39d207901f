import { posix, win32 } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Refusal } from '../../../main/web/refusal.ts'
import { uploadPath } from '../../../main/web/upload-path.ts'

describe('upload path', () => {
  it.each([
    '..',
    '../x',
    'a/../../x',
    '..%2fx',
    '..%2Fx',
    '%2e%2e/x',
    '.',
    'a/./b',
    '%2fetc%2fpasswd',
    '/etc/passwd',
    'a//b',
    'a/',
    'a%00.txt',
    '%',
    '%ff',
  ])('%s is refused', (path) => {
    for (const platform of ['linux', 'win32'] as const) expect(() => uploadPath(path, platform)).toThrow(Refusal)
  })

  it('a name that is too long is refused with the limit in bytes', () => {
    expect(uploadPath('a'.repeat(255), 'linux')).toEqual(['a'.repeat(255)])
    expect(() => uploadPath(encodeURIComponent('ä'.repeat(128)), 'linux')).toThrow(/255 bytes/)
  })

  it('backslashes never part folders', () => {
    expect(uploadPath('..%5C..%5Cx', 'linux')).toEqual(['.._.._x'])
    expect(uploadPath('C%3A%5Cx', 'win32')).toEqual(['C__x'])
  })

  it('names that are fine here stay as they are', () => {
    expect(uploadPath('What%20is%20RAG%3F.md', 'linux')).toEqual(['What is RAG?.md'])
    expect(uploadPath('docs/aux.md', 'darwin')).toEqual(['docs', 'aux.md'])
    expect(uploadPath('%D7%A9%D7%9C%D7%95%D7%9D%20%F0%9F%9A%80.txt', 'win32')).toEqual(['שלום 🚀.txt'])
  })

  it.each([
    ['CON', '_CON'],
    ['aux.md', '_aux.md'],
    ['lpt1.tar.gz', '_lpt1.tar.gz'],
    ['COM%C2%B9', '_COM¹'],
    ['nul .txt', '_nul .txt'],
    ['console.md', 'console.md'],
    ['a%3Ab.txt', 'a_b.txt'],
    ['end.%20.', 'end___'],
    ['tab%09.txt', 'tab_.txt'],
  ])('on Windows %s becomes %s', (name, held) => {
    expect(uploadPath(name, 'win32')).toEqual([held])
  })

  it('whatever the names, the path stays below its folder or is refused', () => {
    const nasty = fc.array(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('..', '.', '', '..\\', '/', '\\\\server\\share', 'C:', 'C:\\x', '..\0', 'NUL', '. .', '..%2f'),
      ),
      { minLength: 1, maxLength: 5 },
    )
    fc.assert(
      fc.property(nasty, (names) => {
        const encoded = names.map((name) => encodeURIComponent(name.toWellFormed())).join('/')
        for (const [platform, path, root] of [
          ['linux', posix, '/w/uploads/1'],
          ['win32', win32, 'C:\\w\\uploads\\1'],
        ] as const) {
          try {
            const joined = path.resolve(root, ...uploadPath(encoded, platform))
            expect(joined.startsWith(root + path.sep)).toBe(true)
          } catch (error) {
            if (!(error instanceof Refusal)) throw error
          }
        }
      }),
      { numRuns: 500 },
    )
  })
})
