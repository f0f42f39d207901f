/** A file of a drop or a choice, with its path below the dropped folder. */
export interface DroppedFile {
  readonly file: File
  readonly path: string
}

/** All files of a drop, folders walked. Must be called while the drop event is handled; reading goes on after it. */
export async function filesOfDrop(data: DataTransfer): Promise<DroppedFile[]> {
  // Entries are only there during the event; files without an entry are taken as they are.
  const entries = [...data.items]
    .filter((item) => item.kind === 'file')
    .map((item) => item.webkitGetAsEntry() ?? item.getAsFile())
  const found: DroppedFile[] = []
  for (const entry of entries) {
    if (entry instanceof File) found.push({ file: entry, path: entry.name })
    else if (entry) await walk(entry, '', found)
  }
  return found
}

async function walk(entry: FileSystemEntry, parent: string, found: DroppedFile[]): Promise<void> {
  const path = parent === '' ? entry.name : `${parent}/${entry.name}`
  if (isFile(entry)) {
    found.push({ file: await new Promise<File>((resolve, reject) => entry.file(resolve, reject)), path })
    return
  }
  if (!isDirectory(entry)) return
  const reader = entry.createReader()
  // A reader gives some entries at a time, until it gives none.
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (batch.length === 0) return
    for (const child of batch) await walk(child, path, found)
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile
}

function isDirectory(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory
}
