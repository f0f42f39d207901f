/**
 * A citation as models write it: [1], [1, 2], [1-3], [^1], 【1】, 【1†source】. Numbers above 999 are years or data, not
 * sources. The first group holds the numbers. Global: use it with matchAll and replace only.
 */
export const citationPattern =
  /[[【]\s*(?:\^|sources?\s+)?(\d{1,3}(?:\s*[-–,;]\s*\d{1,3})*)\s*(?:†[^\]】]{0,100})?[\]】]/giu
