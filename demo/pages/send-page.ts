import type { DemoContext } from '../context.ts'
import { contentSecurityPolicy } from './style.ts'

/** Answers with a page and the headers that protect it. `status` stays as it was unless named. */
export function sendPage(ctx: DemoContext, page: string, status?: number): void {
  if (status !== undefined) ctx.status = status
  ctx.type = 'html'
  ctx.set('Content-Security-Policy', contentSecurityPolicy)
  ctx.set('X-Frame-Options', 'DENY')
  ctx.set('X-Content-Type-Options', 'nosniff')
  ctx.set('Referrer-Policy', 'same-origin')
  ctx.set('Cache-Control', 'no-store')
  ctx.body = page
}
