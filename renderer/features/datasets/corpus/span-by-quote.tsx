import { Quote } from 'lucide-react'
import { type FormEvent, useId, useState } from 'react'
import { Button } from '../../../ui/button.tsx'
import { Popover } from '../../../ui/popover.tsx'
import styles from './document-reader.module.css'

interface SpanByQuoteProps {
  /** The text that is shown. */
  text: string
  isBusy: boolean
  onAdd: (place: { start: number; end: number }) => void
}

/** Adds a gold span by its words: the way without a mouse. */
export function SpanByQuote({ text, isBusy, onAdd }: SpanByQuoteProps) {
  const [quote, setQuote] = useState('')
  const id = useId()
  const wanted = quote.trim()
  const start = wanted === '' ? -1 : text.indexOf(wanted)
  const isRepeated = start !== -1 && text.indexOf(wanted, start + 1) !== -1
  const add = (event: FormEvent) => {
    event.preventDefault()
    if (start === -1 || isBusy) return
    onAdd({ start, end: start + wanted.length })
    setQuote('')
  }
  return (
    <Popover
      label="Add a gold span by its words"
      trigger={
        <Button size="small" icon={<Quote size={13} />}>
          By quote
        </Button>
      }
    >
      <form className={styles.quote} onSubmit={add}>
        <label htmlFor={id}>Words of the passage, as they stand in the text</label>
        <textarea id={id} rows={4} dir="auto" value={quote} onChange={(event) => setQuote(event.target.value)} />
        <p role="status">
          {wanted === ''
            ? 'The place is found in the document.'
            : start === -1
              ? 'These words are not in the text that is shown.'
              : isRepeated
                ? 'Found more than once: the first place is taken. Give more words for another.'
                : `Found at character ${start.toLocaleString('en-US')}.`}
        </p>
        <Button type="submit" size="small" variant="primary" disabled={start === -1 || isBusy}>
          Add as gold span
        </Button>
      </form>
    </Popover>
  )
}
