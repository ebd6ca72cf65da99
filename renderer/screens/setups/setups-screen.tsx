import { Screen } from '../../ui/screen.tsx'
export function SetupsScreen() {
  return (
    <Screen title="Provider setups">
      <p />
    </Screen>
  )
}
