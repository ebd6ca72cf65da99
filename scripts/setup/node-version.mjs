const oldest = [20, 19]

/** @returns what to do when this Node.js is too old to build and test Keyfold, else `undefined` */
export function nodeComplaint(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return undefined
  return `Node.js ${oldest.join('.')} or later is needed, this is ${version}. Install a newer one and try again.`
}
