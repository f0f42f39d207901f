/** Kinds of personal data that a text holds, each once. Patterns with a checksum are checked, so that few are wrong. */
export function personalDataKinds(text: string): string[] {
  const kinds: string[] = []
  if (/[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)*\.\p{L}{2,}/u.test(text)) kinds.push('e-mail address')
  if (/(?<![\w+])\+\d{1,3}[ ().-]?(\d[ ().-]?){6,12}\d(?!\w)/.test(text)) kinds.push('phone number')
  if (matches(text, /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}\b/g).some(isIban)) kinds.push('IBAN')
  if (matches(text, /(?<![\d.])\d(?:[ -]?\d){12,18}(?![\d.])/g).some(isCardNumber)) kinds.push('card number')
  if (/(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?!\.?\d)/.test(text))
    kinds.push('IP address')
  return kinds
}

/** ISO 13616: the country and check digits moved to the end, letters as 10–35, modulo 97 is 1. */
function isIban(candidate: string): boolean {
  const iban = candidate.replaceAll(' ', '')
  if (iban.length < 15 || iban.length > 34) return false
  let rest = 0
  for (const character of iban.slice(4) + iban.slice(0, 4)) {
    const digits = Number.parseInt(character, 36)
    rest = (rest * (digits > 9 ? 100 : 10) + digits) % 97
  }
  return rest === 1
}

/** Luhn's checksum (ISO/IEC 7812), and a first digit that cards have. */
function isCardNumber(candidate: string): boolean {
  const digits = candidate.replace(/\D/g, '')
  if (!/^[2-6]/.test(digits)) return false
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const doubled = Number(digit) * (index % 2 === 0 ? 1 : 2)
    return total + (doubled > 9 ? doubled - 9 : doubled)
  }, 0)
  return sum % 10 === 0
}

function matches(text: string, pattern: RegExp): string[] {
  return text.match(pattern) ?? []
}
