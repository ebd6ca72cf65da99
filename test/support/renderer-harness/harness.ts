import type { EventPayload } from '../../../contract/ipc.ts'
import { createFakeBridge } from '../fake-bridge.ts'
import { scenes } from './scenes.ts'

/*
 * Opens the real renderer in a scene: `?scene=accounts-full&theme=dark`. The scene fills the bridge before the renderer
 * starts; `window.harness` then lets a test choose in the menu and let main go on.
 */
const parameters = new URLSearchParams(location.search)
const scene = scenes[parameters.get('scene') ?? 'accounts-full']
if (!scene) throw new Error(`no such scene; there are: ${Object.keys(scenes).join(', ')}`)

// Each scene is a first start.
localStorage.clear()
const theme = parameters.get('theme')
const bridge = createFakeBridge(scene.snapshot(theme === 'light' || theme === 'dark' ? theme : 'system'))
bridge.answer('app.copyText', () => ({ ok: true, value: {} }))
scene.script?.(bridge)
Object.defineProperty(window, 'keyfold', { value: Object.freeze({ call: bridge.call, on: bridge.on }) })
Object.defineProperty(window, 'harness', {
  value: {
    choose: (command: EventPayload<'menu.chosen'>['command']) => bridge.emit('menu.chosen', { command }),
    finish: () => scene.after?.(bridge),
    copied: () => bridge.called.filter(({ name }) => name === 'app.copyText').map(({ args }) => args),
  },
})
// The renderer reads the bridge when it is loaded.
await import('../../../renderer/main.tsx')
