/**
 * The Content Security Policy of the interface (Electron security rule 7). Everything is refused that is not
 * listed: scripts, styles and workers come from the program's own files; nothing is fetched, framed or submitted.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  // The two style elements that React Aria writes into the page, by the hash of their text (see its usePress
  // and usePreventScroll). Style properties set from script are no inline styles and need no permission.
  "style-src 'self' 'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o=' 'sha256-gYiS/BvZvRcK27JIXTuwhZ3hs2+VJ1X+2gUlE+farlg='",
  // Images of API answers are made of their bytes; an address inside an answer is never loaded.
  "img-src 'self' blob:",
  "worker-src 'self'",
  // No text becomes markup, a script or a script's address, but as renderer/trusted-types.ts says.
  "require-trusted-types-for 'script'",
  'trusted-types default',
  "connect-src 'none'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  // Without allow-modals, allow-popups and allow-downloads: no alert, no print, no window, no download.
  'sandbox allow-scripts allow-same-origin allow-forms',
].join('; ')
