import { createReadStream, readdirSync, readFileSync, statSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import { join } from 'node:path'

/** What the server does with the file of the update, or with its description. */
export type UpdateBehaviour =
  | 'whole'
  | 'corrupted'
  | 'cutOff'
  | 'older'
  | 'same'
  | 'hostileName'
  | 'hugeDescription'
  | 'redirect'
  | 'withoutHash'

export interface UpdateServer {
  behaviour: UpdateBehaviour
  /** Paths that were asked for, in order. */
  readonly asked: string[]
  /** Holds back every description from now on, until what it returns is called. */
  hold(): () => void
  close(): Promise<void>
}

/** Serves the folder of a release as an update server does, on the port that the installed build names. */
export async function startUpdateServer(folder: string, port: number): Promise<UpdateServer> {
  const description = readFileSync(join(folder, 'latest-linux.yml'), 'utf8')
  const file = readdirSync(folder).find((name) => name.endsWith('.deb')) ?? ''
  const state: { behaviour: UpdateBehaviour; asked: string[] } = { behaviour: 'whole', asked: [] }

  let held = Promise.resolve()

  const describe = (response: ServerResponse) => {
    const answers: Partial<Record<UpdateBehaviour, string>> = {
      older: description.replaceAll('0.2.0', '0.0.9'),
      same: description.replaceAll('0.2.0', '0.1.0'),
      hostileName: description.replaceAll(file, "x'$(touch pwned)'.deb"),
      withoutHash: description.replaceAll(/sha512: \S+/g, ''),
      hugeDescription: `notes: ${'x'.repeat(200_000)}\n${description}`,
    }
    if (state.behaviour === 'redirect') {
      response.writeHead(302, { location: `http://127.0.0.1:${port}/elsewhere.yml` }).end()
      return
    }
    response.end(`${answers[state.behaviour] ?? description}releaseNotes: <b>Faster</b> and calmer\n`)
  }

  const sendFile = (response: ServerResponse) => {
    const path = join(folder, file)
    const size = statSync(path).size
    response.writeHead(200, { 'content-length': size })
    const whole = state.behaviour === 'cutOff' ? { end: size >> 1 } : {}
    const stream = createReadStream(path, { ...whole, highWaterMark: 1 << 20 })
    stream.once('data', (chunk) => {
      if (state.behaviour === 'corrupted' && Buffer.isBuffer(chunk)) chunk[1_000] = (chunk[1_000] ?? 0) ^ 1
    })
    stream.on('data', (chunk) => {
      if (!response.write(chunk)) {
        stream.pause()
        response.once('drain', () => stream.resume())
      }
    })
    stream.once('end', () => (state.behaviour === 'cutOff' ? response.destroy() : response.end()))
    response.once('close', () => stream.destroy())
  }

  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1')
    state.asked.push(pathname)
    if (pathname.endsWith('.yml')) void held.then(() => describe(response))
    else if (pathname === `/${file}`) sendFile(response)
    else response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return Object.assign(state, {
    hold() {
      let release = () => {}
      held = new Promise<void>((resolve) => {
        release = resolve
      })
      return release
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  })
}
