import { Show } from 'solid-js';
import { type Zone, zoneOf } from '../../domain/address.ts';
import type { ProviderKind } from '../../domain/connection.ts';
import { isPageKind } from '../../domain/page-kinds.ts';
import { presets } from '../../domain/presets.ts';
import { words } from '../../i18n/i18n.ts';
import { Field } from '../../ui/Field.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import { AddressField } from './AddressField.tsx';
import { kindChoices } from './choices.ts';
import type { Editor } from './create-editor.ts';
import styles from './EditorFields.module.css';
import { readAddress } from './look-for.ts';

export type BasicsFieldsProps = {
  readonly editor: Editor;
};

const zoneChoices: readonly Zone[] = ['device', 'network', 'outside'];

/** What it is called, where it is, and how it is spoken to. */
export function BasicsFields(props: BasicsFieldsProps) {
  const t = () => words().presets.editor;
  const draft = () => props.editor.draft();
  const read = () => readAddress(draft().address);
  const byAddress = () => {
    const typed = read();
    return typed.ok ? zoneOf(typed.address.baseUrl) : undefined;
  };
  const hint = () => {
    const typed = read();
    if (!typed.ok) return undefined;
    const { baseUrl } = typed.address;
    const { connection } = props.editor;
    const moves =
      connection.hasKey && new URL(baseUrl).origin !== new URL(connection.baseUrl).origin;
    const said = words().connect.address.understood(
      baseUrl,
      words().connect.zones[zoneOf(baseUrl)],
    );
    return moves ? `${said}. ${words().connect.key.moved}` : said;
  };
  const zoneByItself = () => {
    const zone = byAddress();
    return zone === undefined ? t().zoneAuto : t().zoneAutoIs(words().connect.zones[zone]);
  };
  const isInPage = () => isPageKind(draft().kind);
  const credentials = () => {
    const { basic } = draft();
    return basic.is === 'new' ? basic : undefined;
  };
  // Where the browser itself answers there is nothing to choose, and nothing else can become that.
  const kinds = () => kindChoices.filter((each) => !isPageKind(each));
  return (
    <div class={styles['stack']}>
      <Field label={words().connect.edit.name} error={props.editor.problem('name')}>
        {(slot) => (
          <TextInput
            {...slot}
            value={draft().name}
            onInput={(name) => props.editor.change({ name })}
            maxlength={100}
          />
        )}
      </Field>
      <Show when={!isInPage()} fallback={<p class={styles['quiet']}>{t().inPage}</p>}>
        <AddressField
          label={words().connect.edit.address}
          value={draft().address}
          error={props.editor.problem('address')}
          hint={hint()}
          credentials={credentials()}
          onInput={(address) => props.editor.change({ address })}
          onCredentials={(moved) => props.editor.change({ basic: { is: 'new', ...moved } })}
        />
        <div class={styles['grid']}>
          <Field label={words().connect.edit.kind} hint={t().kindHint}>
            {(slot) => (
              <Select
                {...slot}
                options={kinds().map((each) => ({
                  value: each,
                  label: words().connect.kinds[each],
                }))}
                value={draft().kind}
                onPick={(picked) => {
                  const kind = kinds().find((each: ProviderKind) => each === picked);
                  if (kind) props.editor.change({ kind });
                }}
              />
            )}
          </Field>
          <Field label={t().preset} hint={t().presetHint}>
            {(slot) => (
              <Select
                {...slot}
                options={[
                  { value: '', label: t().presetNone },
                  ...presets
                    .filter((each) => each.kind === draft().kind && each.reach.answers !== 'no')
                    .map(({ id, name }) => ({ value: id, label: name })),
                ]}
                value={draft().preset}
                onPick={(preset) => props.editor.change({ preset })}
              />
            )}
          </Field>
          <Field label={t().zone} hint={t().zoneHint}>
            {(slot) => (
              <Select
                {...slot}
                options={[
                  { value: '', label: zoneByItself() },
                  ...zoneChoices.map((each) => ({
                    value: each,
                    label: words().connect.zones[each],
                  })),
                ]}
                value={draft().zone}
                onPick={(picked) =>
                  props.editor.change({ zone: zoneChoices.find((each) => each === picked) ?? '' })
                }
              />
            )}
          </Field>
        </div>
      </Show>
    </div>
  );
}
