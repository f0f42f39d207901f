export interface WrittenNumber {
  readonly value: number
  /** A percent sign follows; `value` is the number in front of it. */
  readonly percent: boolean
}

/** Digits that belong to a word ("Q3", "CO2") are no number; a minus after a digit or word is a dash ("3-5"). */
const written =
  /(?<![\p{L}\p{N}_])(?<sign>(?<![\p{L}\p{N}_)\]])[-−+])?(?<digits>\d(?:[\d'’\u00a0\u2009\u202f]*\d)?(?:[.,]\d+)*|(?<![\d.])\.\d+)(?:[eE](?<exponent>[-+]?\d{1,3})(?![\p{L}\p{N}])|\s?[×x*·]\s?10(?:\^(?<power>[-−+]?\d{1,3})|(?<raised>⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})))?(?<percent>\s?[%٪%])?/u
const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹'

/**
 * The first number that a text holds: with thousands separators (comma, point, apostrophe, narrow or fixed space), with a
 * decimal point, with a decimal comma where it can be nothing else, negative, in scientific notation.
 * "1,234" is taken for thousands and "1.234" for a decimal, as English writes them; "0,125" and "1,5" are decimals.
 * @returns null when there is none.
 */
export function firstNumber(text: string): WrittenNumber | null {
  const groups = written.exec(text)?.groups
  if (groups === undefined) return null
  const exponent = groups.exponent ?? groups.power?.replace('−', '-') ?? fromSuperscript(groups.raised) ?? '0'
  // As one text: multiplying by a power of ten would round twice.
  const value = Number(`${plainDigits(groups.digits!)}e${exponent}`)
  const negative = groups.sign === '-' || groups.sign === '−'
  return { value: negative ? -value : value, percent: groups.percent !== undefined }
}

/** As `Number` reads it: no separators, a decimal point. */
function plainDigits(digits: string): string {
  const joined = digits.replace(/['’\s]/gu, '')
  const lastPoint = joined.lastIndexOf('.')
  const lastComma = joined.lastIndexOf(',')
  if (lastPoint === -1 && lastComma === -1) return joined
  const last = Math.max(lastPoint, lastComma)
  const whole = joined.slice(0, last).replace(/[.,]/g, '')
  const after = joined.slice(last + 1)
  if (lastPoint !== -1 && lastComma !== -1) return `${whole}.${after}`
  const repeated = joined.indexOf(joined[last]!) !== last
  if (repeated) return whole + after
  const groupsOfThree = lastComma !== -1 && /^[1-9]\d{0,2}$/.test(whole) && after.length === 3
  return groupsOfThree ? whole + after : `${whole}.${after}`
}

function fromSuperscript(raised: string | undefined): string | undefined {
  return raised?.replace(/./gu, (sign) => (sign === '⁻' ? '-' : String(superscripts.indexOf(sign))))
}
