import type { ReactNode } from 'react'
import { errorSentence } from '../../rpc/error-sentence.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { LoadingLines } from '../../ui/loading-lines.tsx'
import { Notice } from '../../ui/notice.tsx'
import { VirtualList } from '../../ui/virtual-list.tsx'
import type { usePages } from './use-pages.ts'

interface PagedListProps<Item> {
  pages: ReturnType<typeof usePages<Item>>
  /** What the items are, as the list's name: `Documents`. */
  label: string
  /** What was asked for: another choice is read from its beginning. */
  choice: string
  /** Pixels. */
  rowHeight: number
  isOpen: (item: Item) => boolean
  onOpen: (item: Item) => void
  /** Shown where the choice holds nothing. */
  empty: { readonly title: string; readonly action: ReactNode }
  children: (item: Item) => ReactNode
}

/** Places beyond this are not looked through for the open item with every drawing. */
const mostSearched = 2000

/** A list whose items are loaded page by page as they come into view. */
export function PagedList<Item>(props: PagedListProps<Item>) {
  const { pages, label, choice, rowHeight, isOpen, onOpen, empty, children } = props
  const { total } = pages
  return (
    <>
      {pages.error && (
        <Notice
          kind="error"
          actions={
            <Button size="small" onClick={pages.retry}>
              Try again
            </Button>
          }
        >
          {errorSentence(pages.error)}
        </Notice>
      )}
      {total === 0 ? (
        <EmptyState title={empty.title} action={empty.action} />
      ) : total === null ? (
        <LoadingLines lines={10} label={`Loading the ${label.toLowerCase()}`} />
      ) : (
        <VirtualList
          key={choice}
          label={label}
          count={total}
          rowHeight={rowHeight}
          selected={openPosition(pages, total, isOpen)}
          onVisible={pages.show}
          onSelect={(index) => {
            const item = pages.itemAt(index)
            if (item) onOpen(item)
          }}
        >
          {(index) => {
            const item = pages.itemAt(index)
            return item ? children(item) : null
          }}
        </VirtualList>
      )}
    </>
  )
}

/** Where the open item is, as far as its page is loaded. */
function openPosition<Item>(
  { itemAt }: Pick<PagedListProps<Item>['pages'], 'itemAt'>,
  total: number,
  isOpen: (item: Item) => boolean,
): number | null {
  for (let index = 0; index < Math.min(total, mostSearched); index++) {
    const item = itemAt(index)
    if (item && isOpen(item)) return index
  }
  return null
}
