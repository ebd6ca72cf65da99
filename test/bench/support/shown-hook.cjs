/*
 * Loaded into an Electron main process by NODE_OPTIONS=--require: prints `SHOWN <milliseconds since 1970>` two frames
 * after the page has what KEYFOLD_BENCH_SHOWN selects. The same for every app, so that none carries code of its own
 * for being measured.
 */
const selector = JSON.stringify(process.env.KEYFOLD_BENCH_SHOWN ?? 'h1')
const script = `new Promise((resolve) => {
  const look = () => document.querySelector(${selector})
    ? requestAnimationFrame(() => requestAnimationFrame(() => resolve(Date.now())))
    : requestAnimationFrame(look)
  look()
})`

function attach(triesLeft) {
  let app
  try {
    ;({ app } = require('electron'))
  } catch {
    // Electron puts its module in place after this file was loaded.
    if (triesLeft > 0) process.nextTick(attach, triesLeft - 1)
    return
  }
  app?.on('web-contents-created', (_event, contents) => {
    contents.once('dom-ready', async () => {
      process.stdout.write(`SHOWN ${await contents.executeJavaScript(script)}\n`)
    })
  })
}
process.nextTick(attach, 100)
