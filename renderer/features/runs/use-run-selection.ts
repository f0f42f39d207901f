import { useCallback, useEffect, useRef, useState } from 'react'

/** More than these make an address that nobody can share; they are kept while the screen is open. */
const mostInAddress = 50

const noIds: ReadonlySet<string> = new Set()

/** The selected runs, which stand in the address too. */
export function useRunSelection(
  inAddress: readonly string[] | undefined,
  setAddress: (change: { selected: string[] | undefined }) => void,
) {
  const [selected, setSelected] = useState<ReadonlySet<string>>(() => (inAddress ? new Set(inAddress) : noIds))
  const written = useRef(inAddress?.join(',') ?? '')
  const read = inAddress?.join(',') ?? ''
  useEffect(() => {
    // Only an address that this screen did not write says something new.
    if (read === written.current) return
    written.current = read
    setSelected(read === '' ? noIds : new Set(read.split(',')))
  }, [read])

  const change = useCallback(
    (next: ReadonlySet<string>) => {
      setSelected(next)
      const ids = next.size > mostInAddress ? [] : [...next]
      if (ids.join(',') === written.current) return
      written.current = ids.join(',')
      setAddress({ selected: ids.length > 0 ? ids : undefined })
    },
    [setAddress],
  )
  const clear = useCallback(() => change(noIds), [change])
  return { selected, change, clear }
}
