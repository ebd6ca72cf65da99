/** A plain text, for the view of text. */
export const note = `Demo shop, stock room

The orrery (ORB-114) runs a little fast: Mercury gains a day a month.
Table looms are back in December. Until then, please offer the punched
cards to everyone who asks; most want those anyway.

Numbers with an accent: 1 234,50 € · Łódź · Göteborg · 配達
`
