import AxeBuilder from '@axe-core/playwright'
import type { Page } from 'playwright-core'

/** The rules that look at colours. A theme changes colours and nothing else, so the others hold in both or in neither. */
const rulesOfColour = ['color-contrast', 'link-in-text-block']

/** What axe finds on the page as it is now, in the light and in the dark theme, one line each. */
export async function violationsInBothThemes(page: Page): Promise<string[]> {
  const found: string[] = []
  for (const theme of ['light', 'dark']) {
    await page.evaluate(`document.documentElement.dataset.theme = '${theme}'`)
    // Half a megabyte of script, which the builder would send twice for every analysis: it stays until the page is loaded again.
    const isLoaded = await page.evaluate('"axe" in window')
    // Its other mode opens a window of its own, which a watched page would report; there is no frame to look into.
    const axe = new AxeBuilder({ page, ...(isLoaded === true && { axeSource: 'axe.version' }) }).setLegacyMode()
    // What was found in order is not written down.
    axe.options({ resultTypes: ['violations'] })
    const { violations } = await (theme === 'dark' ? axe.withRules(rulesOfColour) : axe).analyze()
    for (const { id, nodes } of violations)
      for (const node of nodes) found.push(`${theme}: ${id}: ${node.html} ${node.failureSummary ?? ''}`)
  }
  return found
}
