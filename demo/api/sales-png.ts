import { sumMonthlySales } from './monthly-sales.ts'
import { encodePng } from './png.ts'

const width = 960
const height = 480
const plot = { left: 48, top: 48, right: 912, bottom: 432 }

type Rgb = readonly [red: number, green: number, blue: number]
const paper: Rgb = [251, 251, 254]
const rule: Rgb = [226, 228, 236]
const crest: Rgb = [91, 91, 214]
const foot: Rgb = [196, 199, 250]

/** Sales by month as an area chart, PNG; drawn pixel by pixel, without text. */
export function renderSalesPng(): Buffer {
  const totals = sumMonthlySales().map(({ total }) => total)
  const top = Math.max(...totals) * 1.1
  const heightAt = (x: number): number => {
    const position = ((x - plot.left) / (plot.right - plot.left)) * (totals.length - 1)
    const index = Math.min(Math.floor(position), totals.length - 2)
    // A cosine between two months keeps the curve smooth and through every value.
    const part = (1 - Math.cos((position - index) * Math.PI)) / 2
    const value = (totals[index] ?? 0) * (1 - part) + (totals[index + 1] ?? 0) * part
    return plot.bottom - (value / top) * (plot.bottom - plot.top)
  }
  return encodePng(width, height, (x, y) => {
    const isInPlot = x >= plot.left && x <= plot.right && y >= plot.top && y <= plot.bottom
    if (!isInPlot) return paper
    const curve = heightAt(x)
    const slope = heightAt(Math.min(x + 1, plot.right)) - heightAt(Math.max(x - 1, plot.left))
    const distance = Math.abs(y - curve) / Math.hypot(1, slope / 2)
    const fade = (plot.bottom - y) / (plot.bottom - plot.top)
    const isRule = (plot.bottom - y) % 96 === 0
    const ground =
      y > curve ? mix(paper, mix(foot, crest, fade * 0.6), 0.25 + fade * 0.6) : isRule ? rule : paper
    return mix(ground, crest, Math.max(0, Math.min(1, 2.2 - distance)))
  })
}

function mix(from: Rgb, to: Rgb, part: number): Rgb {
  const channel = (i: 0 | 1 | 2) => Math.round(from[i] + (to[i] - from[i]) * part)
  return [channel(0), channel(1), channel(2)]
}
