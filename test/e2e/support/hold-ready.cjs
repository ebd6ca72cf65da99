/*
 * Loaded before the app, by `electron -r` or from the archive of a package that a test drives: where Playwright starts
 * it, Electron is ready for it only once Playwright says so. Playwright brings such a file for an Electron of its own
 * finding; with ours it would attach while the window goes to its first page, and then sometimes wait for ever for what
 * it has missed. Playwright's own file takes the keyring away, this one changes nothing.
 */
const { app } = require('electron')

// What it was started with, as if this file were not there.
const own = process.argv.indexOf(__filename)
if (own > 0) process.argv.splice(own - 1, 2)

if (process.argv.includes('--remote-debugging-port=0')) hold()

function hold() {
  const electronIsReady = app.whenReady()
  const emit = app.emit.bind(app)
  let isReleased = false
  let readyArguments = []
  let release
  const released = new Promise((resolve) => {
    release = resolve
  })

  app.isReady = () => isReleased
  app.whenReady = () => released
  app.emit = (name, ...args) => {
    if (name !== 'ready' || isReleased) return emit(name, ...args)
    readyArguments = args
    return true
  }

  /** Called by Playwright once it sees the app's pages. */
  globalThis.__playwright_run = async () => {
    await electronIsReady
    isReleased = true
    release()
    emit('ready', ...readyArguments)
  }
}
