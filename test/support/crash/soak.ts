/* `npm run soak`: the crash test at length. `node soak.mjs <kills>` prints a line for each hundred kills and the sum. */
import { runCrashes } from './crash-test.ts'

const kills = Number(process.argv[2] ?? 1_000)
const tally = await runCrashes(kills, (now) => {
  if (now.kills > 0 && now.kills % 100 === 0) process.stdout.write(`${now.kills} kills so far\n`)
})
process.stdout.write(
  [
    `kills ${tally.kills}`,
    `restarts ${tally.restarts}`,
    `tokens lost ${tally.tokensLost}`,
    `sign-ins asked for, the provider having rotated unheard ${tally.signInsAsked}`,
    `refreshes per expiry ${tally.refreshesPerExpiry}`,
    `old refresh tokens sent more than once ${tally.oldTokensSentAgain}`,
    '',
  ].join('\n'),
)
const isWell = tally.tokensLost === 0 && tally.refreshesPerExpiry === 1 && tally.oldTokensSentAgain === 0
process.exitCode = isWell ? 0 : 1
