import './trusted-types.ts'
import './ui/tokens.css'
import './ui/base.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { readBridge } from './bridge.ts'
import { moveToNextPane } from './shell/panes.ts'
import { createAppState } from './state/app-state.ts'
import { isMac } from './ui/platform.ts'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
if (isMac) document.documentElement.dataset.platform = 'mac'

const state = createAppState(readBridge(), {
  storage: window.localStorage,
  onNextPane: () => moveToNextPane(1),
})
createRoot(root).render(
  <StrictMode>
    <App state={state} />
  </StrictMode>,
)
