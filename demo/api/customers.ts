import { createRandom } from './random.ts'

/** A customer of the shop. */
export interface Customer {
  /** One of them is above 2^53, where a JavaScript number cannot hold it. */
  readonly id: number | bigint
  readonly name: string
  readonly vip: boolean
  readonly address: {
    readonly street: string
    readonly number: string
    readonly postcode: string
    readonly city: string
    readonly country: string
    readonly location: { readonly latitude: number; readonly longitude: number }
  }
}

const names = [
  'Ada Byron',
  'Grace Murray',
  'Mary Somerville',
  'Katherine Coleman',
  'Hedy Kiesler',
  'Joan Clarke',
  'Barbara Huberman',
  'Radia Joy',
  'Frances Bilas',
  'Jean Jennings',
  'Kathleen Britten',
  'Karen Needham',
  'Edith Clarke',
  'Annie Easley',
  'Mary Keller',
  'Adele Katz',
] as const

const places = [
  { city: 'Utrecht', country: 'NL', postcode: '3511', latitude: 52.0907, longitude: 5.1214 },
  { city: 'Göteborg', country: 'SE', postcode: '411 06', latitude: 57.7089, longitude: 11.9746 },
  { city: 'Łódź', country: 'PL', postcode: '90-001', latitude: 51.7592, longitude: 19.456 },
  { city: 'Torino', country: 'IT', postcode: '10121', latitude: 45.0703, longitude: 7.6869 },
  { city: 'Besançon', country: 'FR', postcode: '25000', latitude: 47.2378, longitude: 6.0241 },
  { city: 'Cork', country: 'IE', postcode: 'T12', latitude: 51.8985, longitude: -8.4756 },
] as const
const streets = ['Lindenweg', 'Canal Street', 'Via Roma', 'Rue des Granges', 'Harbour Row'] as const

const random = createRandom(1815)
const idAbove2To53 = 9007199254740993n

/** The customers, the same ones in every run. */
export const customers: readonly Customer[] = names.map((name, i) => {
  const { latitude, longitude, ...place } = random.pick(places)
  return {
    id: name === 'Katherine Coleman' ? idAbove2To53 : 4001 + i,
    name,
    vip: random.integer(1, 4) === 1 || name === 'Katherine Coleman',
    address: {
      street: random.pick(streets),
      number: String(random.integer(1, 180)),
      ...place,
      location: { latitude, longitude },
    },
  }
})
