import { describe, expect, it } from 'vitest'
import { isTrustedSender, type SenderContents, type SenderFrame } from '../../../main/ipc/trusted-sender.ts'

interface Sender {
  url?: string
  parent?: unknown
  isDestroyed?: boolean
  isOurs?: boolean
  isMainFrame?: boolean
}

function isTrusted(sender: Sender = {}): boolean {
  const { url = 'app://keyfold/index.html', parent = null, isDestroyed = false, isOurs = true } = sender
  const senderFrame: SenderFrame = { url, parent }
  const contents: SenderContents = {
    mainFrame: sender.isMainFrame === false ? { url, parent } : senderFrame,
    isDestroyed: () => isDestroyed,
  }
  return isTrustedSender({ sender: contents, senderFrame }, (candidate) => isOurs && candidate === contents)
}

describe('isTrustedSender', () => {
  it('trusts the main frame of our window on the interface', () => {
    expect(isTrusted()).toBe(true)
  })

  it.each([
    'data:text/html,<script>1</script>',
    'about:blank',
    'about:srcdoc',
    'blob:app://keyfold/0f0f',
    'file:///etc/passwd',
    'https://keyfold/index.html',
    'app://other/index.html',
    'app://keyfold.example/index.html',
    'app://user@keyfold/index.html',
    'app://keyfold:1/index.html',
    'APPS://keyfold/',
    '',
  ])('G107 refuses a page at %s', (url) => {
    expect(isTrusted({ url })).toBe(false)
  })

  it('G107 refuses a subframe, even one on the interface', () => {
    expect(isTrusted({ parent: {} })).toBe(false)
    expect(isTrusted({ isMainFrame: false })).toBe(false)
  })

  it('G107 refuses a window that is not ours, or is gone', () => {
    expect(isTrusted({ isOurs: false })).toBe(false)
    expect(isTrusted({ isDestroyed: true })).toBe(false)
  })

  it('G107 refuses a null frame and one that was destroyed meanwhile', () => {
    const contents = { mainFrame: null, isDestroyed: () => false }
    expect(isTrustedSender({ sender: contents, senderFrame: null }, () => true)).toBe(false)
    const destroyed = {
      get url(): string {
        throw new Error('Render frame was disposed before WebFrameMain could be accessed')
      },
      parent: null,
    }
    const sender = { mainFrame: destroyed, isDestroyed: () => false }
    expect(isTrustedSender({ sender, senderFrame: destroyed }, () => true)).toBe(false)
  })
})
