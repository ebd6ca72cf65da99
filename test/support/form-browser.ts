/** A page that the form browser has come to. */
export interface Page {
  readonly url: string
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** Where a redirect led out of the site, such as the redirect URI; nothing was requested there. */
  readonly leftTo?: URL
}

export interface FormBrowser {
  open(url: string): Promise<Page>
  /** Presses the page's button that shows `button`, with `fields` typed into its form. */
  press(page: Page, button: string, fields?: Readonly<Record<string, string>>): Promise<Page>
}

const maxRedirects = 10

/** A browser reduced to what sign-in pages need: cookies, redirects within one origin, and forms. */
export function createFormBrowser(): FormBrowser {
  const cookies = new Map<string, { readonly value: string; readonly path: string }>()

  const request = async (url: URL, init: RequestInit): Promise<Response> => {
    const cookie = [...cookies]
      .filter(([, { path }]) => url.pathname === path || url.pathname.startsWith(path.replace(/\/?$/, '/')))
      .map(([name, { value }]) => `${name}=${value}`)
      .join('; ')
    const headers = { ...(init.headers as Record<string, string>), accept: 'text/html', cookie }
    const response = await fetch(url, { ...init, headers, redirect: 'manual' })
    for (const line of response.headers.getSetCookie()) keepCookie(line)
    return response
  }

  const keepCookie = (line: string) => {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
    const [, path = '/'] = /;\s*path=([^;]+)/i.exec(line) ?? []
    if (value === '') cookies.delete(name)
    else cookies.set(name, { value, path })
  }

  const visit = async (start: URL, init: RequestInit = {}): Promise<Page> => {
    let url = start
    let response = await request(url, init)
    for (let i = 0; i < maxRedirects; i += 1) {
      const { status, headers } = response
      const location = headers.get('location')
      if (location === null) return { url: url.href, status, headers, text: await response.text() }
      await response.body?.cancel()
      const target = new URL(location, url)
      if (target.origin !== url.origin) return { url: url.href, status, headers, text: '', leftTo: target }
      url = target
      response = await request(url, {})
    }
    throw new Error('Too many redirects')
  }

  return {
    open: (url) => visit(new URL(url)),
    press: (page, button, fields = {}) => {
      const form = findForm(page.text, button)
      const body = new URLSearchParams({ ...form.hidden, ...fields })
      return visit(new URL(form.action, page.url), {
        method: 'POST',
        body: body.toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      })
    },
  }
}

function findForm(text: string, button: string) {
  const action = /<form[^>]*\saction="([^"]+)"/.exec(text)?.[1]
  const tag = new RegExp(`<button([^>]*)>${button}</button>`).exec(text)?.[1]
  if (action === undefined || tag === undefined) throw new Error(`The page has no button "${button}"`)
  const hidden: Record<string, string> = {}
  for (const [input] of text.matchAll(/<input[^>]*type="hidden"[^>]*>/g)) {
    hidden[attribute(input, 'name')] = attribute(input, 'value')
  }
  if (attribute(tag, 'name')) hidden[attribute(tag, 'name')] = attribute(tag, 'value')
  return { action: attribute(tag, 'formaction') || action, hidden }
}

function attribute(tag: string, name: string): string {
  return new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? ''
}
