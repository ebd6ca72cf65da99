import { type ComponentType, type LazyExoticComponent, lazy } from 'react'

/** A component that is read in when it is drawn for the first time, or sooner where its `load` is called. */
export type OnDemand<Props> = LazyExoticComponent<ComponentType<Props>> & {
  /** Reads it in ahead, so that nothing waits for it later. Resolves when it is there. */
  readonly load: () => Promise<unknown>
}

/**
 * Leaves a component in a file of its own: `onDemand(() => import('./qr-code.tsx'), 'QrCode')`. The address in `import()`
 * is a literal, or the bundler finds nothing to split off. Draw it inside a Suspense.
 */
export function onDemand<Name extends string, Props>(
  load: () => Promise<Readonly<Record<Name, ComponentType<Props>>>>,
  name: Name,
): OnDemand<Props> {
  return Object.assign(
    lazy(async () => ({ default: (await load())[name] })),
    { load },
  )
}
