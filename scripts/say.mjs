/** Prints one line about what a script does, so that it can be told from the output of what it runs. */
export function say(line) {
  process.stdout.write(`keyfold: ${line}\n`)
}

/** Ends the process for a reason that the person at the terminal can act on; no stack is shown. */
export function stop(reason) {
  process.stderr.write(`keyfold: ${reason}\n`)
  process.exit(1)
}
