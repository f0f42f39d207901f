import { errorSentence } from '../../rpc/error-sentence.ts'
import { useToast } from '../../ui/toast.tsx'
import { useProviderChange } from './use-provider-change.ts'

/** Says what was removed, with a button that puts it back. */
export function useUndoToast(): (message: string, putBack: () => Promise<unknown>) => void {
  const toast = useToast()
  const refresh = useProviderChange()
  return (message, putBack) =>
    toast({
      message,
      action: {
        label: 'Undo',
        run: () => {
          putBack().then(refresh, (error: unknown) => toast({ message: errorSentence(error) }))
        },
      },
    })
}
