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
    if (copyText(text)) setCopied(true)
    else toast({ message: `The clipboard did not take ${what}. Select the text and copy it yourself.` })
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

/** By the copy event, which needs no permission: the desktop app gives them to nobody. */
function copyText(text: string): boolean {
  const onCopy = (event: ClipboardEvent) => {
    event.preventDefault()
    event.clipboardData?.setData('text/plain', text)
  }
  document.addEventListener('copy', onCopy, { once: true })
  try {
    return document.execCommand('copy')
  } finally {
    document.removeEventListener('copy', onCopy)
  }
}
