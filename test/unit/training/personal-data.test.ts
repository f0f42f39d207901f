import { expect, test } from 'vitest'
import { personalDataKinds } from '../../../main/engine/training/personal-data.ts'

test.each([
  ['write to ann.lee@example.org today', ['e-mail address']],
  ['call +49 30 901820 now', ['phone number']],
  ['pay to DE89 3704 0044 0532 0130 00, please', ['IBAN']],
  ['my card 4111 1111 1111 1111 is gone', ['card number']],
  ['from 192.168.0.1', ['IP address']],
  ['pay to DE88 3704 0044 0532 0130 00, please', []],
  ['my order 4111 1111 1111 1112', []],
  ['version 1.2.3.4.5 of 2026-11-22, 30 pounds, $100', []],
])('personal data in “%s”: %j', (text, kinds) => {
  expect(personalDataKinds(text)).toEqual(kinds)
})
