import type { Page } from 'playwright-core'

/** Drops files and folders of this machine on the middle of the window, as the system does: with a real DataTransfer. */
export async function dropPaths(page: Page, paths: readonly string[]): Promise<void> {
  await dragPaths(page, paths)
  await dispatch(page, 'drop', paths)
}

/** Holds files and folders over the window without letting go. */
export async function dragPaths(page: Page, paths: readonly string[]): Promise<void> {
  await dispatch(page, 'dragEnter', paths)
  await dispatch(page, 'dragOver', paths)
}

async function dispatch(page: Page, type: 'dragEnter' | 'dragOver' | 'drop', paths: readonly string[]): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const { width, height } = page.viewportSize()!
  await session.send('Input.dispatchDragEvent', {
    type,
    x: width / 2,
    y: height / 2,
    data: { items: [], files: [...paths], dragOperationsMask: 1 },
  })
  await session.detach()
}
