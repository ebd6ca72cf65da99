import type { SetupView } from '../../../contract/models.ts'
import { countAccounts } from '../../state/selectors.ts'
import { useActions, useMirror, usePending } from '../../state/use-app-state.ts'
import { CardGroup } from '../../ui/card.tsx'
import { ChoiceRow, type ChoiceRowProps } from '../../ui/choice-row.tsx'
import { formatPlural } from '../../ui/format.ts'
import { Lead } from '../../ui/lead.tsx'
import { Screen } from '../../ui/screen.tsx'
import { texts } from './texts.ts'

/** Where a setup signs in, in a few letters. */
function describeSetup(setup: SetupView): string {
  return setup.issuer ?? setup.endpoints?.authorization ?? setup.clientId
}

/** A way to connect that starts something in main. */
function StartRow({ onStart, ...row }: Omit<ChoiceRowProps, 'onPress'> & { onStart: () => Promise<void> }) {
  const [start, isPending] = usePending(onStart)
  return <ChoiceRow {...row} isPending={isPending} onPress={start} />
}

/** Chooses the setup of a new account and starts the sign-in. */
export function ConnectScreen() {
  const actions = useActions()
  const slices = useMirror((state) => state.slices)
  const setups = slices?.setups.filter(({ kind }) => kind !== 'demo') ?? []
  return (
    <Screen title={texts.title}>
      <Lead>{texts.lead}</Lead>
      {slices && setups.length > 0 ? (
        <CardGroup title={texts.setups} hasRows>
          {setups.map((setup) => {
            const count = countAccounts(slices, setup.id)
            return (
              <StartRow
                key={setup.id}
                label={setup.name}
                detail={describeSetup(setup)}
                note={count > 0 ? formatPlural(count, 'account') : undefined}
                onStart={() => actions.connect(setup.id)}
              />
            )
          })}
        </CardGroup>
      ) : null}
      <CardGroup title={setups.length > 0 ? texts.others : texts.ways} hasRows>
        <ChoiceRow
          icon="star"
          label={texts.preset}
          detail={texts.presetText}
          onPress={() => actions.goTo({ screen: 'presets' })}
        />
        <ChoiceRow
          icon="plus"
          label={texts.newSetup}
          detail={texts.newSetupText}
          onPress={() => actions.goTo({ screen: 'setups', setupId: 'new' })}
        />
        <StartRow icon="play" label={texts.demo} detail={texts.demoText} onStart={actions.connectDemo} />
      </CardGroup>
    </Screen>
  )
}
