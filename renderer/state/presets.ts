import type { Result } from '../../contract/ipc.ts'
import type { PresetBlank, PresetView } from '../../contract/presets.ts'

type Listed = Result<{ presets: PresetView[] }>

/** The presets, asked for once: they change with Keyfold's version only. */
export interface Presets {
  /** Those that have arrived, or undefined. */
  read(): readonly PresetView[] | undefined
  /** Asks for them where they have not arrived. A failure is not kept. */
  load(): Promise<Listed>
}

/** `list` asks main for them. */
export function createPresets(list: () => Promise<Listed>): Presets {
  let presets: PresetView[] | undefined
  return {
    read: () => presets,
    async load() {
      if (presets) return { ok: true, value: { presets } }
      const listed = await list()
      if (listed.ok) presets = listed.value.presets
      return listed
    },
  }
}

/** Presets in which each word of the text begins a word of the name, or stands in an address or a scope. */
export function findPresets(presets: readonly PresetView[], text: string): readonly PresetView[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  return presets.filter((preset) => {
    const names = preset.name.toLowerCase().split(/\s+/)
    const rest = [preset.console.url, ...preset.scopes.map(({ name }) => name)].join(' ').toLowerCase()
    return words.every((word) => names.some((name) => name.startsWith(word)) || rest.includes(word))
  })
}

/** What stands below a blank: where the person finds it, and what is taken in its place where it is left empty. */
export function describeBlank({ hint, fallback }: PresetBlank): string | undefined {
  const sentences = [hint, fallback ? `Left empty: ${fallback}.` : undefined]
  return sentences.filter((sentence) => sentence !== undefined).join(' ') || undefined
}

/** Blanks of a preset that are empty or have another form than the preset's addresses need, by id. */
export function findBlankFaults(
  preset: PresetView,
  filled: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    preset.blanks.flatMap((blank) => {
      const value = filled[blank.id]?.trim() ?? ''
      if (value === '' && blank.fallback !== undefined) return []
      if (value === '') return [[blank.id, 'Fill this in.']]
      return new RegExp(`^(?:${blank.pattern})$`).test(value)
        ? []
        : [[blank.id, `Enter it like this: ${blank.example}`]]
    }),
  )
}
