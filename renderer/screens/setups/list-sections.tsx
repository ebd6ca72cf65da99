import { type ApiRow, nextRowKey, type ParameterRow } from '../../state/setup-form.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { CardGroup } from '../../ui/card.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import type { SetupFormProps } from './form-props.ts'
import styles from './setup-form-screen.module.css'
import { texts } from './texts.ts'

/** The rows with one of them changed. */
function changeRow<Row extends { readonly key: number }>(
  rows: readonly Row[],
  key: number,
  change: Partial<Row>,
) {
  return rows.map((row) => (row.key === key ? { ...row, ...change } : row))
}

/** No resource: those are absolute URIs. */
const byAddress = 'by address'

/** Where the account's token may be sent, and of several resources, which one each address is for. */
export function ApisSection({ form, errors, onChange }: SetupFormProps) {
  const change = (key: number, part: Partial<ApiRow>) => onChange({ apis: changeRow(form.apis, key, part) })
  return (
    <CardGroup title={texts.apis}>
      <div className={styles.rows}>
        <p className={styles.hint}>{texts.apisHint}</p>
        {form.apis.map((api, index) => (
          <div key={api.key} className={styles.row}>
            <TextField
              label={texts.apiName}
              value={api.name}
              onChange={(name) => change(api.key, { name })}
              error={errors[`apis.${index}.name`]}
              maxLength={200}
            />
            <TextField
              label={texts.apiBaseUrl}
              placeholder="https://api.example.com/v1"
              value={api.baseUrl}
              onChange={(baseUrl) => change(api.key, { baseUrl })}
              error={errors[`apis.${index}.baseUrl`]}
              maxLength={2048}
              isCode
            />
            {form.resources.length > 1 ? (
              <div className={styles.below}>
                <Select
                  label={texts.apiResource}
                  value={form.resources.find((one) => one === api.resource) ?? byAddress}
                  options={[
                    { value: byAddress, label: texts.byAddress, detail: texts.byAddressHint },
                    ...form.resources.map((value) => ({ value, label: value })),
                  ]}
                  onChange={(value) => change(api.key, { resource: value === byAddress ? undefined : value })}
                />
              </div>
            ) : null}
            <IconButton
              icon="trash"
              label={texts.removeApi}
              onPress={() => onChange({ apis: form.apis.filter(({ key }) => key !== api.key) })}
            />
          </div>
        ))}
        <div>
          <Button
            icon="plus"
            isDisabled={form.apis.length >= 20}
            onPress={() =>
              onChange({
                apis: [...form.apis, { key: nextRowKey(form.apis), name: '', baseUrl: '', requests: [] }],
              })
            }
          >
            {texts.addApi}
          </Button>
        </div>
      </div>
    </CardGroup>
  )
}

/** What else the authorization request carries. */
export function ParametersSection(props: SetupFormProps) {
  return (
    <CardGroup title={texts.parameters}>
      <ParameterRows {...props} list="parameters" hint={texts.parametersHint} />
    </CardGroup>
  )
}

export interface ParameterRowsProps extends SetupFormProps {
  list: 'parameters' | 'tokenParameters' | 'refreshParameters'
  hint: string
}

/** The extra parameters of one step, a row each. */
export function ParameterRows({ form, errors, onChange, list, hint }: ParameterRowsProps) {
  const rows = form[list]
  const change = (key: number, part: Partial<ParameterRow>) =>
    onChange({ [list]: changeRow(rows, key, part) })
  return (
    <div className={styles.rows}>
      <p className={styles.hint}>{hint}</p>
      {rows.map((row, index) => (
        <div key={row.key} className={styles.row}>
          <TextField
            label={texts.parameterName}
            value={row.name}
            onChange={(name) => change(row.key, { name })}
            error={errors[`${list}.${index}.name`]}
            maxLength={100}
            isCode
          />
          <TextField
            label={texts.parameterValue}
            value={row.value}
            onChange={(value) => change(row.key, { value })}
            maxLength={4_000}
            isCode
          />
          <IconButton
            icon="trash"
            label={texts.removeParameter}
            onPress={() => onChange({ [list]: rows.filter(({ key }) => key !== row.key) })}
          />
        </div>
      ))}
      <div>
        <Button
          icon="plus"
          onPress={() => onChange({ [list]: [...rows, { key: nextRowKey(rows), name: '', value: '' }] })}
        >
          {texts.addParameter}
        </Button>
      </div>
    </div>
  )
}
