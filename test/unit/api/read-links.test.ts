import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readLinks } from '../../../main/api/read-links.ts'

const url = new URL('https://api.example/orders?page=2')
const origins = new Set(['https://api.example'])
const read = (header: string) => readLinks(header, url, origins)

describe('the Link header', () => {
  it.each<[string, object]>([
    ['', {}],
    ['<https://api.example/orders?page=3>; rel="next"', { next: 'https://api.example/orders?page=3' }],
    ['</a,b;c>; rel=next', { next: 'https://api.example/a,b;c' }],
    [
      '<?page=3>;rel="next",<?page=1>;rel="prev first" , <?page=9> ; rel = last',
      {
        next: 'https://api.example/orders?page=3',
        prev: 'https://api.example/orders?page=1',
        first: 'https://api.example/orders?page=1',
        last: 'https://api.example/orders?page=9',
      },
    ],
    ['<?a>; title="x, <?b>; rel=\\"next\\""; REL="NEXT"', { next: 'https://api.example/orders?a' }],
    ['<?a>; rel=next, <?b>; rel=next', { next: 'https://api.example/orders?a' }],
    ['<?a> ; title = ; rel = "next" ', { next: 'https://api.example/orders?a' }],
    ['<?a>; rel=next; rel=last', { next: 'https://api.example/orders?a' }],
    ['<?a>; rel=next; anchor="/other"', {}],
    ['<?a>; rel=stylesheet', {}],
    ['<?a>', {}],
    ['<http://[>; rel=next', {}],
    ['?a; rel=next', {}],
    ['<?a>; rel="next', {}],
    ['<https://api.example/__proto__>; rel=__proto__', {}],
    [`<?${'x'.repeat(3_000)}>; rel=next`, {}],
  ])('%j', (header, links) => {
    expect(read(header)).toEqual(links)
  })

  it.each([
    'https://evil.example/',
    '//evil.example/',
    'http://api.example/',
    'https://api.example:444/',
    'https://user@api.example/',
    'javascript:alert(1)',
    'file:///etc/passwd',
  ])('loses a link to %s', (target) => {
    expect(read(`<${target}>; rel=next`)).toEqual({})
  })

  it('gives only allowed addresses, whatever is sent', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom('<', '>', ';', ',', ' ', '"', '\\', '=', 'rel', 'next', '//evil', '/a', 'https:'),
        ),
        (parts) => {
          for (const link of Object.values(read(parts.join(''))))
            expect(new URL(link ?? '').origin).toBe('https://api.example')
        },
      ),
    )
  })

  it('takes no long time for a hostile field', () => {
    // A backtracking pattern would not come back from these.
    expect(read(`<a>${'; x="'.repeat(5_000)}`)).toEqual({})
    expect(read(`<a>${';'.repeat(20_000)}`)).toEqual({})
    expect(read('<a>;a '.repeat(5_000))).toEqual({})
    expect(read(`<a>${' '.repeat(40_000)}x`)).toEqual({})
    expect(read(`<a>${';a=a'.repeat(10_000)}"`)).toEqual({})
    // White space after an equals sign that no value follows: 30 of them would be tried in a thousand million ways.
    expect(read(`<a>${';a= '.repeat(10_000)}"`)).toEqual({})
    expect(read(`<a>;a=${' '.repeat(60_000)}"`)).toEqual({})
    expect(read(`<a>${' ; a = b '.repeat(5_000)}"`)).toEqual({})
    expect(read(`<a>${' ; a = "" '.repeat(5_000)}"`)).toEqual({})
  })
})
