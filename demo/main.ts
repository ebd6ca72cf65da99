/**
 * Runs the demo provider in plain Node until it is told to stop. The first line on stdout is
 * `{"issuer", "apiBaseUrl", "port"}`. `DEMO_PORT` asks for a port.
 */
import { startDemoProvider } from './provider.ts'

const { issuer, apiBaseUrl, port, close } = await startDemoProvider({
  port: Number(process.env.DEMO_PORT ?? 0),
  log: (line) => process.stderr.write(`${line}\n`),
})
process.stdout.write(`${JSON.stringify({ issuer, apiBaseUrl, port })}\n`)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void close())
