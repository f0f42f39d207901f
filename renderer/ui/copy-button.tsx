import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from './button.tsx'
import { useToast } from './toast.tsx'

interface CopyButtonProps {
  text: string
  /** What is copied, such as `the run id`. */
  what: string
}

/** Puts a text on the clipboard and says so. */
export function CopyButton({ text, what }: CopyButtonProps) {
  const [copied, setCopied] = useState(false)
  const toast = useToast()
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 1500)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = () => {
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => toast({ message: `The clipboard did not take ${what}. Select the text and copy it yourself.` }),
    )
  }
  return (
    <>
      <Button
        variant="ghost"
        size="small"
        aria-label={`Copy ${what}`}
        title={`Copy ${what}`}
        icon={copied ? <Check size={13} /> : <Copy size={13} />}
        onClick={copy}
      />
      <span className="visuallyHidden" aria-live="polite">
        {copied && 'Copied'}
      </span>
    </>
  )
}
