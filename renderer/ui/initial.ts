let graphemes: Intl.Segmenter | undefined

/** The first letter of a name as a person sees it, in upper case: an emoji of several code points stays whole. */
export function initialOf(name: string): string {
  graphemes ??= new Intl.Segmenter()
  // A letter with marks piled on it is one grapheme of any length.
  const [first] = graphemes.segment(name.trim().slice(0, 64))
  return (first?.segment ?? '').slice(0, 16).toUpperCase()
}
