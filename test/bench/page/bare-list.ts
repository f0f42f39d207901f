/// <reference lib="dom" />

import type { Page } from 'playwright-core'

export interface BareListShape {
  readonly rows: number
  readonly columns: number
  readonly rowHeightPixels: number
}

/**
 * The least that a list of so many rows can be: rows of plain text that are made as they come into view and removed as
 * they leave it. No framework, no table, no links, nothing to press. What it costs to scroll is what this browser costs
 * on this machine; the rest is ours.
 */
export async function showBareList(page: Page, shape: BareListShape): Promise<void> {
  await page.goto('about:blank')
  await page.evaluate(fillPage, shape)
}

/** Runs in the page. */
function fillPage({ rows, columns, rowHeightPixels }: BareListShape): void {
  const style = document.createElement('style')
  style.textContent = `
    body { margin: 0; font: 12px/15px system-ui, sans-serif }
    .scroller { position: fixed; inset: 120px 0 50px 208px; overflow: auto; contain: strict; background: #fff }
    .row { position: absolute; inset-inline: 0; display: flex; height: ${rowHeightPixels}px; border-bottom: 1px solid #ddd }
    .row span { flex: 1; white-space: nowrap }`
  const scroller = document.createElement('div')
  scroller.className = 'scroller'
  scroller.dataset.gridScroller = ''
  const content = document.createElement('div')
  content.style.height = `${rows * rowHeightPixels}px`
  scroller.append(content)
  document.head.append(style)
  document.body.append(scroller)
  const shown = new Map<number, HTMLElement>()
  const beyond = 3
  const draw = () => {
    const from = Math.max(0, Math.floor(scroller.scrollTop / rowHeightPixels) - beyond)
    const to = Math.min(rows, Math.ceil((scroller.scrollTop + scroller.clientHeight) / rowHeightPixels) + beyond)
    for (const [index, row] of shown) {
      if (index >= from && index < to) continue
      row.remove()
      shown.delete(index)
    }
    for (let index = from; index < to; index += 1) {
      if (shown.has(index)) continue
      const row = document.createElement('div')
      row.className = 'row'
      row.style.top = `${index * rowHeightPixels}px`
      for (let column = 0; column < columns; column += 1) {
        const cell = document.createElement('span')
        cell.textContent = column === 0 ? `Row ${index}` : ((index * 31 + column * 17) / 997).toFixed(3)
        row.append(cell)
      }
      content.append(row)
      shown.set(index, row)
    }
  }
  draw()
  scroller.addEventListener('scroll', draw)
}
