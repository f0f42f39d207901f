import { useEffect, useState } from 'react'

/**
 * How many of a list's items to show, so that a long list grows frame by frame instead of stopping the page: the first
 * few at once, then so many more in each frame. It never shrinks: what was shown once is not hidden again.
 */
export function useGrowingCount(length: number, first: number, perFrame: number): number {
  const [count, setCount] = useState(first)
  const isWhole = count >= length
  useEffect(() => {
    if (isWhole) return
    let frame = 0
    const grow = () => {
      setCount((before) => before + perFrame)
      frame = requestAnimationFrame(grow)
    }
    frame = requestAnimationFrame(grow)
    return () => cancelAnimationFrame(frame)
  }, [isWhole, perFrame])
  return Math.min(count, length)
}
