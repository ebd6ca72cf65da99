/** An article of the shop. */
export interface Product {
  readonly sku: string
  readonly name: string
  readonly priceCents: number
  readonly stock: number
}

interface Category {
  readonly id: string
  readonly name: string
  readonly products: readonly Product[]
}

interface Department {
  readonly id: string
  readonly name: string
  readonly categories: readonly Category[]
}

const product = (sku: string, name: string, priceCents: number, stock: number): Product => ({
  sku,
  name,
  priceCents,
  stock,
})

const departments: readonly Department[] = [
  {
    id: 'observatory',
    name: 'Observatory',
    categories: [
      {
        id: 'models',
        name: 'Models',
        products: [
          product('ORB-114', 'Orrery, brass, six planets', 14990, 12),
          product('ORB-120', 'Lunar globe, 32 cm', 8950, 40),
          product('ORB-131', 'Armillary sphere', 21900, 3),
        ],
      },
      {
        id: 'optics',
        name: 'Optics',
        products: [
          product('OPT-007', 'Refractor, 60 mm', 32900, 7),
          product('OPT-012', 'Eyepiece, 25 mm', 4450, 61),
          product('OPT-021', 'Star chart, northern sky', 1890, 120),
        ],
      },
    ],
  },
  {
    id: 'workshop',
    name: 'Workshop',
    categories: [
      {
        id: 'measuring',
        name: 'Measuring',
        products: [
          product('MSR-003', 'Vernier caliper', 3875, 54),
          product('MSR-009', 'Steel rule, 300 mm', 990, 210),
          product('MSR-015', 'Pocket barometer', 11200, 9),
        ],
      },
      {
        id: 'looms',
        name: 'Looms and cards',
        products: [
          product('LOM-041', 'Punched cards, set of 100', 2325, 88),
          product('LOM-044', 'Table loom, 40 cm', 27650, 0),
        ],
      },
    ],
  },
  {
    id: 'desk',
    name: 'Desk',
    categories: [
      {
        id: 'writing',
        name: 'Writing',
        products: [
          product('WRT-101', 'Notebook, squared, A5', 1250, 340),
          product('WRT-108', 'Fountain pen, steel', 6400, 26),
          product('WRT-113', 'Ink, iron gall, 50 ml', 1575, 73),
        ],
      },
      {
        id: 'reckoning',
        name: 'Reckoning',
        products: [
          product('RCK-201', 'Slide rule, bamboo', 5490, 18),
          product('RCK-204', 'Log tables, seven places', 2180, 31),
        ],
      },
    ],
  },
]

/** Every article, in the order of the departments. */
export const products = departments.flatMap((d) => d.categories.flatMap((c) => c.products))

/** The catalogue as the API shows it: a tree with counts, prices in euros. */
export const catalogue = {
  currency: 'EUR',
  updated: '2026-11-20T06:00:00Z',
  departments: departments.map(({ id, name, categories }) => ({
    id,
    name,
    categories: categories.map((category) => ({
      ...category,
      products: category.products.map(({ priceCents, ...rest }) => ({
        ...rest,
        price: priceCents / 100,
        available: rest.stock > 0,
      })),
    })),
  })),
}
