import type { Locator, Page } from 'playwright-core'

/** Far more stops than any screen has. */
const mostStops = 150

/** A page used by its keyboard alone. */
export class Keyboard {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.#page.keyboard.press(key)
  }

  type(text: string): Promise<void> {
    return this.#page.keyboard.type(text)
  }

  /** Goes on with Tab until the focus is on the target, and fails where it cannot be seen there. */
  async tabTo(target: Locator): Promise<void> {
    await target.waitFor()
    for (let stop = 0; stop < mostStops; stop += 1) {
      if (await target.evaluate((element) => element === document.activeElement)) {
        await this.#expectVisibleFocus(target)
        return
      }
      await this.#page.keyboard.press('Tab')
    }
    throw new Error(`Tab does not reach ${target}.`)
  }

  async #expectVisibleFocus(target: Locator): Promise<void> {
    const marks = await target.evaluate((element) => {
      const isMarked = (style: CSSStyleDeclaration) =>
        (style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 1) || style.boxShadow !== 'none'
      // A field can be marked by the frame around it.
      return [element, element.parentElement, element.parentElement?.parentElement]
        .filter((one) => one instanceof Element)
        .some((one) => isMarked(getComputedStyle(one)))
    })
    if (!marks) throw new Error(`The focus cannot be seen on ${target}.`)
  }
}
