import { join, sep } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findInterfaceFile, isInterfaceUrl, listNamedFiles } from '../../../main/windows/interface-path.ts'

const root = join(sep, 'program', 'out', 'renderer')

describe('findInterfaceFile', () => {
  it.each([
    ['app://keyfold/index.html', 'index.html', 'text/html; charset=utf-8'],
    [
      'app://keyfold/assets/index-B_1-x.js',
      join('assets', 'index-B_1-x.js'),
      'text/javascript; charset=utf-8',
    ],
    ['app://keyfold/assets/index.css?v=1#top', join('assets', 'index.css'), 'text/css; charset=utf-8'],
  ])('finds %s', (address, path, mediaType) => {
    expect(findInterfaceFile(address, root)).toEqual({ path: join(root, path), mediaType })
  })

  it.each([
    'app://keyfold/../main/index.js',
    'app://keyfold/assets/../../main/index.js',
    'app://keyfold/%2e%2e/main/index.js',
    'app://keyfold/%2E%2E%2Fmain/index.js',
    'app://keyfold/..%5cmain%5cindex.js',
    'app://keyfold/..\\main\\index.js',
    'app://keyfold/assets\\..\\..\\index.js',
    'app://keyfold/%252e%252e/main/index.js',
    'app://keyfold//etc/passwd.html',
    'app://keyfold/C:/Windows/win.js',
    'app://keyfold/./index.html',
    'app://keyfold/.env',
    'app://keyfold/assets/.hidden.js',
    'app://keyfold/index.html\0.js',
    'app://keyfold/index.html%00.js',
    'app://keyfold/index.html/',
    'app://keyfold/ index.html',
    'app://keyfold/ｉndex.html',
  ])('G110 a path that is not plain is not found: %s', (address) => {
    expect(findInterfaceFile(address, root)).toBeUndefined()
  })

  it.each([
    'app://keyfold',
    'app://keyfold/',
    'app://other/index.html',
    'app://keyfold.example/index.html',
    'app://keyfold@other/index.html',
    'app://user@keyfold/index.html',
    'app://keyfold:80/index.html',
    'app:keyfold/index.html',
    'app:///index.html',
    'file:///index.html',
    'https://keyfold/index.html',
    '',
  ])('G110 another host, scheme or form is not found: %s', (address) => {
    expect(findInterfaceFile(address, root)).toBeUndefined()
  })

  it.each(['package.json', 'index.js.map', 'keyfold.exe', 'README', 'index.HTML'])(
    'G110 a kind of file that the build does not write is not found: %s',
    (name) => {
      expect(findInterfaceFile(`app://keyfold/${name}`, root)).toBeUndefined()
    },
  )

  it('G110 no address made of dots, slashes and escapes leaves the folder', () => {
    const parts = ['..', '.', '%2e', '%2f', '\\', '/', 'secret.js', '%5c', '%00', 'a']
    for (const one of parts) {
      for (const two of parts) {
        for (const three of parts) {
          const found = findInterfaceFile(`app://keyfold/${one}${two}${three}`, root)
          expect(found === undefined || found.path.startsWith(root + sep)).toBe(true)
        }
      }
    }
  })
})

describe('isInterfaceUrl', () => {
  it('knows the interface by scheme and host', () => {
    expect(isInterfaceUrl('app://keyfold/index.html')).toBe(true)
    expect(isInterfaceUrl('app://keyfold.example/')).toBe(false)
    expect(isInterfaceUrl('not an address')).toBe(false)
  })
})

describe('listNamedFiles', () => {
  it('names the scripts and style sheets of the page, and nothing that is elsewhere', () => {
    const html =
      '<script type="module" crossorigin src="./assets/index-B_1.js"></script>' +
      '<link rel="stylesheet" crossorigin href="./assets/index-x.css"><a href="https://a.example/b.js">'
    expect(listNamedFiles(html)).toEqual(['assets/index-B_1.js', 'assets/index-x.css'])
  })
})
