import type { BodyDocument } from './body-document.ts'
import { isShowable } from './image-header.ts'
import { type BodyStatus, pagesAddress, type TableView } from './protocol.ts'
import type { TextLines } from './text-lines.ts'

/** What is known of a response at this moment: of its first body, and the sums over all pages. */
export function readStatus(
  first: BodyDocument,
  documents: readonly BodyDocument[],
  table: TableView | undefined,
  lines: TextLines | undefined,
): BodyStatus {
  const sum = (read: (document: BodyDocument) => number) =>
    documents.reduce((total, one) => total + read(one), 0)
  const { scanner } = first.index
  const root = readRoot(first, documents.length)
  const { fault } = first
  return {
    format: first.format,
    receivedBytes: sum((document) => document.receivedBytes),
    isComplete: documents.every((document) => document.isComplete),
    pageCount: documents.length,
    lineCount: lines?.count ?? 0,
    textLineCount: lines?.textLineCount ?? 0,
    invalidUtf8Count: sum((document) => document.index.scanner.invalidUtf8Count),
    loneSurrogateCount: sum((document) => document.index.scanner.loneSurrogateCount),
    hasByteOrderMark: scanner.hasByteOrderMark,
    isBinary: first.isBinary,
    ...(first.durationMs === undefined ? {} : { durationMs: first.durationMs }),
    ...(first.cut === undefined ? {} : { cut: first.cut }),
    ...(root === undefined ? {} : { root }),
    ...(table === undefined ? {} : { table }),
    ...(fault === undefined ? {} : { fault }),
    ...(first.image === undefined ? {} : { image: { ...first.image, isShowable: isShowable(first.image) } }),
    ...(first.charset === undefined ? {} : { charset: first.charset }),
  }
}

function readRoot({ format, index }: BodyDocument, pageCount: number): BodyStatus['root'] {
  if (pageCount > 1) return { address: pagesAddress, kind: 'array', count: pageCount }
  if (format !== 'json' || index.rootStart < 0) return undefined
  return {
    address: index.rootStart,
    kind: index.valueAt(index.rootStart).kind,
    count: index.countOf(index.rootStart),
  }
}
