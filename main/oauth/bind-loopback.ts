import { type AddressInfo, createServer, type Server } from 'node:net'
import { makeProblem, type Problem, ProblemError } from '../../contract/problem.ts'

const anyPortTries = 5

/**
 * Binds a server to a literal loopback address, exclusively. With port 0, a port that the system gives and then
 * refuses (Windows reserves ranges: EACCES) is tried again, and `[::1]` is taken where 127.0.0.1 is absent.
 *
 * Rejects with a ProblemError: `port_in_use`, with a free port as evidence, or `no_loopback`.
 */
export async function bindLoopback(
  server: Server,
  host: '127.0.0.1' | '[::1]',
  port: number,
): Promise<AddressInfo> {
  const address = host === '[::1]' ? '::1' : '127.0.0.1'
  const fallback = port === 0 && address === '127.0.0.1' ? ['::1'] : []
  let code = ''
  for (const candidate of [address, ...fallback]) {
    for (let attempt = 1; attempt <= anyPortTries; attempt += 1) {
      const outcome = await listen(server, candidate, port)
      if (typeof outcome !== 'string') return outcome
      code = outcome
      if (!isPortTrouble(code)) break
      if (port !== 0) throw new ProblemError(portInUseProblem(port, code, await findFreePort(candidate)))
    }
  }
  throw new ProblemError(noLoopbackProblem(code))
}

const isPortTrouble = (code: string) => code === 'EADDRINUSE' || code === 'EACCES'

/** Resolves with the bound address, or with the code of the error. */
function listen(server: Server, host: string, port: number): Promise<AddressInfo | string> {
  return new Promise((resolve) => {
    const fail = (error: NodeJS.ErrnoException) => {
      server.removeListener('listening', succeed)
      resolve(error.code ?? 'unknown')
    }
    const succeed = () => {
      server.removeListener('error', fail)
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address : 'unknown')
    }
    server.once('error', fail)
    server.once('listening', succeed)
    server.listen({ host, port, exclusive: true })
  })
}

async function findFreePort(host: string): Promise<number | undefined> {
  const probe = createServer()
  const address = await listen(probe, host, 0)
  await new Promise((resolve) => probe.close(resolve))
  return typeof address === 'string' ? undefined : address.port
}

function portInUseProblem(port: number, code: string, freePort: number | undefined): Problem {
  return makeProblem(
    'port_in_use',
    'this computer',
    {
      title:
        code === 'EACCES'
          ? `Port ${port} is reserved by the system`
          : `Port ${port} is used by another program`,
      detail:
        'The provider setup fixes this port for the answer of the sign-in, and Keyfold cannot listen on it.',
      nextStep:
        freePort === undefined
          ? 'Close the other program, or change the port in the provider setup and at the provider.'
          : `Close the other program, or change the port in the provider setup and at the provider, for instance to ${freePort}.`,
    },
    { port, 'free port': freePort, code },
  )
}

/** The problem of a computer on which no loopback address can be bound. */
export function noLoopbackProblem(code: string): Problem {
  return makeProblem(
    'no_loopback',
    'this computer',
    {
      title: 'This computer has no loopback address',
      detail: 'The answer of a sign-in comes back over 127.0.0.1 or [::1], and neither can be used here.',
      nextStep: 'Switch on the loopback network interface, or ask your administrator to.',
    },
    { code },
  )
}
