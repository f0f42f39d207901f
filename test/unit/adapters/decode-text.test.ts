import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeText } from '../../../main/adapters/text-encoding/decode-text.ts'

function utf16(text: string, endianness: 'le' | 'be', mark: boolean): Uint8Array {
  const bytes = Buffer.from((mark ? '\ufeff' : '') + text, 'utf16le')
  return endianness === 'le' ? bytes : bytes.swap16()
}

/** Bytes of a text in an encoding that Node cannot write: every character is looked up by decoding. */
function encode(text: string, encoding: string): Uint8Array {
  const decoder = new TextDecoder(encoding)
  const table = new Map<string, number[]>()
  for (let first = 0; first < 256; first++) {
    table.set(decoder.decode(Uint8Array.of(first)), [first])
    if (first >= 0x81)
      for (let second = 0x40; second < 256; second++) {
        const character = decoder.decode(Uint8Array.of(first, second))
        if ([...character].length === 1 && !table.has(character)) table.set(character, [first, second])
      }
  }
  return Uint8Array.from([...text].flatMap((character) => table.get(character)!))
}

describe('decodeText', () => {
  const western = 'Das Gerät misst “Wärme” – für 20 €, naïve café, São Paulo.'
  const japanese = '名前,年齢,住所\n佐藤太郎,30,東京\n三木英子,25,大阪\nひらがなとカタカナ。'

  test.each([
    ['utf-8', new TextEncoder().encode(western), western],
    ['utf-8', new TextEncoder().encode(`\ufeff${western}`), western],
    ['utf-8', new TextEncoder().encode('plain ascii'), 'plain ascii'],
    ['utf-8', new Uint8Array(), ''],
    ['utf-16le', utf16(western, 'le', true), western],
    ['utf-16be', utf16(western, 'be', true), western],
    ['utf-16le', utf16(western, 'le', false), western],
    ['utf-16be', utf16(western, 'be', false), western],
    ['utf-16le', utf16(japanese, 'le', false), japanese],
    ['windows-1252', encode(western, 'windows-1252'), western],
    ['windows-1252', encode('café', 'windows-1252'), 'café'],
    [
      'windows-1252',
      encode('L’été à Genève: forêt, garçon, où?', 'windows-1252'),
      'L’été à Genève: forêt, garçon, où?',
    ],
    ['shift_jis', encode(japanese, 'shift_jis'), japanese],
    ['shift_jis', encode('名前,年齢,住所\n', 'shift_jis'), '名前,年齢,住所\n'],
    ['euc-jp', encode(japanese, 'euc-jp'), japanese],
    [
      'euc-kr',
      encode('이 센서는 이 년 동안 작동합니다. 배터리를 교체하십시오.', 'euc-kr'),
      '이 센서는 이 년 동안 작동합니다. 배터리를 교체하십시오.',
    ],
    [
      'gbk',
      encode('这个传感器可以使用两年。请更换电池。我们的产品说明书。', 'gbk'),
      '这个传感器可以使用两年。请更换电池。我们的产品说明书。',
    ],
  ])('%s: found and decoded', (encoding, bytes, text) => {
    const decoded = decodeText(bytes)
    expect(decoded.text).toBe(text)
    expect(decoded.encoding.replace('gb18030', 'gbk')).toBe(encoding)
  })

  test('Cyrillic: found by its letters', () => {
    const russian = 'Датчик листа работает два года. Замените батарею, если индикатор мигает красным цветом.'
    expect(decodeText(encode(russian, 'windows-1251'))).toEqual({ text: russian, encoding: 'windows-1251' })
  })

  test('an encoding that HTML states: taken', () => {
    const html = '<html><meta charset="iso-8859-2"><p>Zażółć</p>'
    const bytes = encode(html, 'iso-8859-2')
    expect(decodeText(bytes)).toEqual({ text: html, encoding: 'iso-8859-2' })
  })

  test.each([
    ['zero bytes', Uint8Array.of(1, 0, 0, 5, 0, 0, 0, 9, 200)],
    [
      'a picture',
      Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 1, 0),
    ],
    ['control characters', Uint8Array.from({ length: 300 }, (_, index) => (index * 7) % 256 || 1)],
  ])('binary content (%s): refused', (_, bytes) => {
    expect(() => decodeText(bytes)).toThrow(expect.objectContaining({ code: 'UNREADABLE_FILE' }))
  })

  test('law: every text written as UTF-8 is read as it was', () => {
    const text = fc.string({ unit: 'grapheme' })
    fc.assert(
      fc.property(text, (original) => {
        expect(decodeText(new TextEncoder().encode(original)).text).toBe(original)
      }),
    )
  })

  test('law: any bytes are decoded or refused, never anything else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        try {
          expect(decodeText(bytes).encoding).not.toBe('')
        } catch (error) {
          expect(error).toMatchObject({ code: 'UNREADABLE_FILE' })
        }
      }),
    )
  })
})
