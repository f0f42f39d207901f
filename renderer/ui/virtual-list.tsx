import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import styles from './virtual-list.module.css'

interface VirtualListProps {
  label: string
  count: number
  rowHeight: number
  /** The item that is open; null when none is, or when its position is not known. */
  selected: number | null
  onSelect: (index: number) => void
  /** Tells which items are in view, so that their page can be loaded. */
  onVisible?: (first: number, last: number) => void
  /** Draws the item at a position from 0. */
  children: (index: number) => ReactNode
}

/** A long list of which only what is in view is drawn. Arrows, J and K move, Enter opens. */
export function VirtualList({ label, count, rowHeight, selected, onSelect, onVisible, children }: VirtualListProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const id = useId()
  const [cursor, setCursor] = useState(0)
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  })
  const items = virtualizer.getVirtualItems()
  const first = items[0]?.index ?? 0
  const last = items.at(-1)?.index ?? 0
  const active = Math.min(cursor, Math.max(0, count - 1))

  useEffect(() => {
    if (count > 0) onVisible?.(first, last)
  }, [count, first, last, onVisible])
  useEffect(() => {
    if (selected !== null) setCursor(selected)
  }, [selected])

  const move = (to: number) => {
    const target = Math.max(0, Math.min(count - 1, to))
    setCursor(target)
    virtualizer.scrollToIndex(target)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? rowHeight) / rowHeight) - 1)
    const targets: Record<string, number> = {
      ArrowDown: active + 1,
      j: active + 1,
      ArrowUp: active - 1,
      k: active - 1,
      PageDown: active + page,
      PageUp: active - page,
      Home: 0,
      End: count - 1,
    }
    const target = targets[event.key]
    if (target !== undefined) move(target)
    else if (event.key === 'Enter' || event.key === ' ') onSelect(active)
    else return
    event.preventDefault()
  }
  const isDrawn = active >= first && active <= last && count > 0
  return (
    <div
      ref={scroller}
      className={styles.scroller}
      role="listbox"
      aria-label={label}
      tabIndex={0}
      onKeyDown={onKeyDown}
      {...(isDrawn ? { 'aria-activedescendant': `${id}-${active}` } : {})}
    >
      <div className={styles.space} role="presentation" style={{ height: virtualizer.getTotalSize() }}>
        {items.map((item) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus and names the active option
          // biome-ignore lint/a11y/useKeyWithClickEvents: the list takes the keys
          <div
            key={item.key}
            id={`${id}-${item.index}`}
            role="option"
            aria-selected={item.index === selected}
            aria-setsize={count}
            aria-posinset={item.index + 1}
            className={styles.item}
            data-active={item.index === active}
            style={{ height: rowHeight, transform: `translateY(${item.start}px)` }}
            onClick={() => {
              setCursor(item.index)
              onSelect(item.index)
            }}
          >
            {children(item.index)}
          </div>
        ))}
      </div>
    </div>
  )
}
