/* The baseline of `npm run bench`: the least that shows a sandboxed window on the same runtime. */
// biome-ignore lint/correctness/noUndeclaredDependencies: this file runs inside Electron, which provides it
const { app, BrowserWindow } = require('electron')

app.enableSandbox()
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1280, height: 800, webPreferences: { sandbox: true } })
  window.loadFile('index.html')
})
app.on('window-all-closed', () => app.quit())
