import AxeBuilder from '@axe-core/playwright'
import type { Page } from 'playwright-core'

/** What axe finds on the page as it is now, in the light and in the dark theme, one line each. */
export async function violationsInBothThemes(page: Page): Promise<string[]> {
  const found: string[] = []
  for (const theme of ['light', 'dark']) {
    await page.evaluate(`document.documentElement.dataset.theme = '${theme}'`)
    // Its other mode opens a window of its own, which a watched page would report; there is no frame to look into.
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
    for (const { id, nodes } of violations)
      for (const node of nodes) found.push(`${theme}: ${id}: ${node.html} ${node.failureSummary ?? ''}`)
  }
  return found
}
