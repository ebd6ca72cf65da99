import { app, type Session, type WebContents } from 'electron'

/*
 * What a window may never do, whatever page it holds. The interface is one page that never navigates, so each
 * guard simply refuses; there is no list of exceptions to get wrong.
 * The numbers are those of Electron's security tutorial.
 */

/** Sets the guards for every session and every web contents that will ever be made. Call it before the app is ready. */
export function guardEverything(): void {
  app.on('session-created', guardSession)
  app.on('web-contents-created', (_event, contents) => {
    guardContents(contents)
  })
  // Never answered by a person: Keyfold's own requests do not pass through Chromium.
  app.on('login', (event, _contents, _details, _authInfo, callback) => {
    event.preventDefault()
    callback()
  })
  app.on('certificate-error', (event, _contents, _url, _error, _certificate, callback) => {
    event.preventDefault()
    callback(false)
  })
  app.on('select-client-certificate', (event, _contents, _url, _list, callback) => {
    event.preventDefault()
    callback()
  })
}

function guardContents(contents: WebContents): void {
  // 13, limit navigation: the window stays on the interface; main's own loadURL raises none of these.
  contents.on('will-navigate', refuse)
  contents.on('will-frame-navigate', refuse)
  contents.on('will-redirect', refuse)
  // 14, limit the creation of new windows.
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  // 12, verify webview options: there is no webview.
  contents.on('will-attach-webview', refuse)
  contents.on('select-bluetooth-device', (event, _devices, callback) => {
    event.preventDefault()
    callback('')
  })
}

function guardSession(session: Session): void {
  // 5, handle session permission requests: none is granted, not even those that Chromium grants by itself.
  session.setPermissionRequestHandler((_contents, _permission, answer) => {
    answer(false)
  })
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler((_request, answer) => {
    answer({})
  })
  session.setBluetoothPairingHandler((_details, answer) => {
    answer({ confirmed: false })
  })
  session.on('select-hid-device', (event, _details, choose) => {
    event.preventDefault()
    choose(null)
  })
  session.on('select-serial-port', (event, _ports, _contents, choose) => {
    event.preventDefault()
    choose('')
  })
  session.on('select-usb-device', (event, _details, choose) => {
    event.preventDefault()
    choose()
  })
  // A response is saved by main after a native dialog, never by the page.
  session.on('will-download', refuse)
  // Downloads dictionaries from a server of Google's when it is on.
  session.setSpellCheckerEnabled(false)
}

function refuse(event: { preventDefault(): void }): void {
  event.preventDefault()
}
