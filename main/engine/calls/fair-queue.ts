/** Waiting items of several owners: owners take turns, each in its own order. */
export class FairQueue<Owner, Item> {
  readonly #byOwner = new Map<Owner, Item[]>()
  #size = 0

  get size(): number {
    return this.#size
  }

  add(owner: Owner, item: Item, first: boolean): void {
    const items = this.#byOwner.get(owner) ?? []
    if (first) items.unshift(item)
    else items.push(item)
    this.#byOwner.set(owner, items)
    this.#size += 1
  }

  /** The item whose turn it is; undefined when nobody waits. */
  peek(): Item | undefined {
    for (const items of this.#byOwner.values()) return items[0]
    return undefined
  }

  /** Removes that item; its owner goes to the end of the row. */
  take(): Item | undefined {
    for (const [owner, items] of this.#byOwner) {
      const item = items.shift()
      this.#byOwner.delete(owner)
      if (items.length > 0) this.#byOwner.set(owner, items)
      this.#size -= 1
      return item
    }
    return undefined
  }

  remove(owner: Owner, item: Item): void {
    const items = this.#byOwner.get(owner) ?? []
    const position = items.indexOf(item)
    if (position < 0) return
    items.splice(position, 1)
    if (items.length === 0) this.#byOwner.delete(owner)
    this.#size -= 1
  }
}
