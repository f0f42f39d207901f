import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import './ui/base.css'
import { App } from './app.tsx'
import { connectHost } from './rpc/connect-host.ts'
import { applyTheme, watchTheme } from './ui/theme.ts'

applyTheme()
const root = createRoot(document.getElementById('root')!)
const host = await connectHost()
if (host.desktop) watchTheme(host.desktop.keepTheme)
root.render(
  <StrictMode>
    <App host={host} />
  </StrictMode>,
)
