import { Screen } from '../../ui/screen.tsx'
export function SetupFormScreen({ setupId }: { setupId: string }) {
  return (
    <Screen title={setupId}>
      <p />
    </Screen>
  )
}
