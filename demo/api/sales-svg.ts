import { sumMonthlySales } from './monthly-sales.ts'

const size = { width: 960, height: 480 }
const plot = { left: 72, top: 88, right: 928, bottom: 424 }

/** Sales by month as a bar chart, SVG. */
export function renderSalesSvg(): string {
  const sales = sumMonthlySales()
  const topEuros = Math.ceil(Math.max(...sales.map(({ total }) => total)) / 10_000) * 10_000
  const heightOf = (euros: number) => ((plot.bottom - plot.top) * euros) / topEuros
  const step = (plot.right - plot.left) / sales.length
  const bars = sales.map(({ month, total }, i) => {
    const x = plot.left + i * step + step * 0.2
    const height = heightOf(total)
    const name = new Date(`${month}-15`).toLocaleString('en', { month: 'short', timeZone: 'UTC' })
    return `<rect x="${x.toFixed(1)}" y="${(plot.bottom - height).toFixed(1)}" width="${(step * 0.6).toFixed(1)}" height="${height.toFixed(1)}" rx="5" fill="url(#bar)"/>
<text x="${(x + step * 0.3).toFixed(1)}" y="448" text-anchor="middle">${name}</text>`
  })
  const lines = [0, 0.25, 0.5, 0.75, 1].map((part) => {
    const y = plot.bottom - heightOf(topEuros * part)
    return `<path d="M${plot.left} ${y}H${plot.right}" stroke="#e2e4ec"/>
<text x="${plot.left - 12}" y="${y + 4}" text-anchor="end">${part === 0 ? '0' : `${Math.round((topEuros * part) / 1_000)} k`}</text>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" width="${size.width}" height="${size.height}" font-family="system-ui, sans-serif" font-size="13" fill="#5b6070" role="img" aria-label="Sales by month in euros">
<defs><linearGradient id="bar" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#5b5bd6"/><stop offset="1" stop-color="#9b9ef0"/></linearGradient></defs>
<rect width="${size.width}" height="${size.height}" rx="12" fill="#fbfbfe"/>
<text x="${plot.left}" y="48" font-size="20" font-weight="600" fill="#23263a">Sales by month</text>
<text x="${plot.left}" y="68">in euros, Demo shop</text>
${lines.join('\n')}
${bars.join('\n')}
</svg>
`
}
