import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { contentSecurityPolicy } from '../../../main/windows/content-security-policy.ts'

const directives = new Map(
  contentSecurityPolicy.split('; ').map((directive) => {
    const [name = '', ...sources] = directive.split(' ')
    return [name, sources] as const
  }),
)

describe('the Content Security Policy', () => {
  it('G98 refuses by default and allows no inline, evaluated, remote or framed content', () => {
    expect(directives.get('default-src')).toEqual(["'none'"])
    expect(directives.get('script-src')).toEqual(["'self'"])
    expect(directives.get('connect-src')).toEqual(["'none'"])
    expect(directives.get('worker-src')).toEqual(["'self'"])
    expect(directives.get('img-src')).toEqual(["'self'", 'blob:'])
    expect(directives.get('sandbox')).toEqual(['allow-scripts', 'allow-same-origin', 'allow-forms'])
    expect(directives.get('require-trusted-types-for')).toEqual(["'script'"])
    expect(directives.get('trusted-types')).toEqual(['default'])
    for (const name of ['form-action', 'base-uri', 'frame-ancestors'])
      expect(directives.get(name)).toEqual(["'none'"])
    expect(directives.has('frame-src')).toBe(false)
    expect(contentSecurityPolicy).not.toMatch(/unsafe|https?:|\*|data:|allow-(modals|popups|downloads|top)/)
  })

  // A release of React Aria that changes these texts would have its styles refused: this says so first.
  it.each([
    ['interactions/usePress.mjs', /`\n@layer \{\n {2}\[\$\{[^}]*PRESSABLE_ATTRIBUTE\}\][^`]*`/],
    ['overlays/usePreventScroll.mjs', /`\n@layer \{\n {2}\*[^`]*`/],
  ])('allows the style element of %s by its hash', (file, pattern) => {
    const require = createRequire(import.meta.url)
    const reactAria = dirname(createRequire(require.resolve('react-aria-components')).resolve('react-aria'))
    const source = readFileSync(join(reactAria, '../private', file), 'utf8')
    const [literal] = pattern.exec(source) ?? []
    const text = literal
      ?.slice(1, -1)
      .trim()
      .replace(/\$\{[^}]*\}/, 'data-react-aria-pressable')
    const hash = createHash('sha256')
      .update(text ?? '')
      .digest('base64')
    expect(directives.get('style-src')).toContain(`'sha256-${hash}'`)
  })
})
