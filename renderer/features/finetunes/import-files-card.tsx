import { useMutation, useQueryClient } from '@tanstack/react-query'
import { FileUp } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { FineTuneJob } from '../../../shared/domain/fine-tune-job.ts'
import { useEngine } from '../../rpc/engine.tsx'
import { errorSentence } from '../../rpc/error-sentence.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { filesOfDrop } from '../../ui/file-drop.ts'
import { Notice } from '../../ui/notice.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './finetunes.module.css'

interface CurveFile {
  readonly fileName: string
  readonly text: string
}

/** A job of which there are only files: while this is open, a drop anywhere in the window is one of them. */
export function ImportFilesCard({ onOpen }: { onOpen: (job: FineTuneJob) => void }) {
  const { client, query } = useEngine()
  const queries = useQueryClient()
  const input = useRef<HTMLInputElement>(null)
  const [files, setFiles] = useState<readonly CurveFile[]>([])
  const [name, setName] = useState('')
  const [baseModel, setBaseModel] = useState('')
  const [tunedModel, setTunedModel] = useState('')
  const add = useMutation({
    mutationFn: async (given: readonly File[] | Promise<readonly File[]>) =>
      Promise.all((await given).map(async (file) => ({ fileName: file.name, text: await file.text() }))),
    onSuccess: (read) =>
      setFiles((before) => [
        ...before.filter(({ fileName }) => !read.some((file) => file.fileName === fileName)),
        ...read,
      ]),
  })
  const take = useMutation({
    mutationFn: () =>
      client.fineTunes.importFiles({
        name: name.trim() || files[0]!.fileName.slice(0, 100),
        ...{ baseModel: baseModel.trim(), tunedModel: tunedModel.trim() || null, files: [...files] },
      }),
    onSuccess: async (job) => {
      await queries.invalidateQueries({ queryKey: query.fineTunes.list.key() })
      onOpen(job)
    },
  })
  const { mutate } = add
  useEffect(() => {
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false
    const onDrag = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      // The window takes drops as data sets everywhere else.
      event.stopPropagation()
      event.dataTransfer!.dropEffect = 'copy'
    }
    const onDrop = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      event.stopPropagation()
      mutate(filesOfDrop(event.dataTransfer!).then((dropped) => dropped.map(({ file }) => file)))
    }
    const listeners = { dragenter: onDrag, dragover: onDrag, drop: onDrop }
    for (const [type, listener] of Object.entries(listeners))
      window.addEventListener(type, listener as EventListener, { capture: true })
    return () => {
      for (const [type, listener] of Object.entries(listeners))
        window.removeEventListener(type, listener as EventListener, { capture: true })
    }
  }, [mutate])
  const failure = add.error ?? take.error
  return (
    <Card title="From files" note="result CSV, plain or base64; trainer_state.json; a log with its losses">
      <div className={styles.cardBody}>
        {failure && <Notice kind="error">{errorSentence(failure)}</Notice>}
        <div className={styles.buttons}>
          <Button icon={<FileUp size={14} />} onClick={() => input.current?.click()}>
            Choose files
          </Button>
          <span className={styles.quiet}>or drop them anywhere in the window</span>
          <input
            ref={input}
            className={styles.hidden}
            type="file"
            multiple
            aria-label="Files of a job"
            tabIndex={-1}
            onChange={(event) => {
              add.mutate([...(event.target.files ?? [])])
              event.target.value = ''
            }}
          />
        </div>
        {files.length > 0 && (
          <>
            <ul className={styles.notes}>
              {files.map(({ fileName }) => (
                <li key={fileName}>
                  {fileName}{' '}
                  <Button
                    size="small"
                    variant="ghost"
                    onClick={() => setFiles(files.filter((file) => file.fileName !== fileName))}
                  >
                    Leave out {fileName}
                  </Button>
                </li>
              ))}
            </ul>
            <TextField
              label="Name"
              value={name}
              placeholder={files[0]!.fileName}
              onChange={(event) => setName(event.target.value)}
            />
            <TextField label="Base model" value={baseModel} onChange={(event) => setBaseModel(event.target.value)} />
            <TextField
              label="Tuned model"
              hint="The name it answers to; empty where there are only files."
              value={tunedModel}
              onChange={(event) => setTunedModel(event.target.value)}
            />
            <div className={styles.buttons}>
              <Button variant="primary" disabled={take.isPending} onClick={() => take.mutate()}>
                {take.isPending ? 'Importing' : `Import ${files.length === 1 ? 'this file' : `${files.length} files`}`}
              </Button>
            </div>
          </>
        )}
      </div>
    </Card>
  )
}
