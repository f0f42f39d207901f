import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import './ui/base.css'
import { App } from './app.tsx'
import { applyTheme } from './ui/theme.ts'
import { connectHost } from './rpc/connect-host.ts'

applyTheme()
const root = createRoot(document.getElementById('root')!)
const host = await connectHost()
root.render(
  <StrictMode>
    <App host={host} />
  </StrictMode>,
)
