/* The least that shows a sandboxed window with its content, from an archive, without file:// rights. */
// biome-ignore lint/correctness/noUndeclaredDependencies: this file runs inside Electron, which provides it
const { app, BrowserWindow } = require('electron')

app.enableSandbox()
app.whenReady().then(() => {
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    show: false,
    webPreferences: { sandbox: true },
  })
  window.once('ready-to-show', () => window.show())
  window.loadURL('data:text/html,<title>Empty</title><h1>Empty</h1>')
})
app.on('window-all-closed', () => app.quit())
