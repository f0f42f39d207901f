import type { Page } from 'playwright-core'

/** Goes to a section by the bar at the side. */
export async function goTo(page: Page, section: 'Runs' | 'Compare' | 'Datasets' | 'Settings'): Promise<void> {
  await page.getByRole('navigation', { name: 'Sections' }).getByText(section, { exact: true }).click()
}
