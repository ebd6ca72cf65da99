import { createElement } from 'react'
import { prerender } from 'react-dom/static.edge'
import { expect, it, vi } from 'vitest'
import { onDemand } from '../../../../renderer/ui/on-demand.ts'

const Greeting = ({ name }: { name: string }) => createElement('p', null, `Hello ${name}`)

async function draw(component: ReturnType<typeof onDemand<'Greeting', { name: string }>>): Promise<string> {
  const { prelude } = await prerender(createElement(component, { name: 'Ada' }))
  return await new Response(prelude).text()
}

it('reads a component in when it is drawn, not before', async () => {
  const load = vi.fn(async () => ({ Greeting }))
  const component = onDemand(load, 'Greeting')
  expect(load).not.toHaveBeenCalled()
  expect(await draw(component)).toContain('<p>Hello Ada</p>')
  expect(await draw(component)).toContain('<p>Hello Ada</p>')
  expect(load).toHaveBeenCalledOnce()
})

it('reads a component in ahead where that is asked for', async () => {
  const load = vi.fn(async () => ({ Greeting }))
  await onDemand(load, 'Greeting').load()
  expect(load).toHaveBeenCalledOnce()
})
