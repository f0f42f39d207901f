/** The page's own scheme. Nothing else is served under it, and the page gets nothing from elsewhere. */
export const pageScheme = 'app'

/** The page's origin. */
export const pageOrigin = `${pageScheme}://rungs`

/** Whether an address belongs to the page. */
export function isPageAddress(address: string): boolean {
  return URL.canParse(address) && new URL(address).protocol === `${pageScheme}:` && new URL(address).host === 'rungs'
}
