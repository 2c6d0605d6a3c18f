import { createSignal, For } from 'solid-js';
import { zoneOf } from '../../domain/address.ts';
import type { ConnectionView, StreamFeature } from '../../domain/connection.ts';
import { faultText } from '../../i18n/fault-text.ts';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { Select } from '../../ui/Select.tsx';
import { Switch } from '../../ui/Switch.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import styles from './ConnectionForm.module.css';
import { featureChoices, kindChoices } from './choices.ts';
import { KeyForm } from './KeyForm.tsx';
import { readAddress } from './look-for.ts';

export type ConnectionFormProps = {
  readonly connection: ConnectionView;
  readonly onClose: () => void;
};

/** Name, address and kind are kept together by Save; switches and the key take effect at once. */
export function ConnectionForm(props: ConnectionFormProps) {
  const state = useAppState();
  const [name, setName] = createSignal(props.connection.name);
  const [address, setAddress] = createSignal(props.connection.baseUrl);
  const [kind, setKind] = createSignal(props.connection.kind);
  const t = () => words().connect.edit;
  const nameError = () => {
    const length = name().trim().length;
    return length >= 1 && length <= 100 ? undefined : t().nameMissing;
  };
  const typed = () => readAddress(address());
  const addressError = () => {
    const read = typed();
    if (read.ok) return undefined;
    const { title, next } = faultText(read.fault);
    return [title, next].filter(Boolean).join('. ');
  };
  const addressHint = () => {
    const read = typed();
    if (!read.ok) return undefined;
    const { baseUrl } = read.address;
    const said = words().connect.address.understood(
      baseUrl,
      words().connect.zones[zoneOf(baseUrl)],
    );
    const moves = props.connection.hasKey && baseUrl !== props.connection.baseUrl;
    return moves ? `${said}. ${words().connect.key.moved}` : said;
  };
  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    const read = typed();
    if (nameError() !== undefined || !read.ok) return;
    const { id } = props.connection;
    props.onClose();
    const { baseUrl } = read.address;
    const isMoved = baseUrl !== props.connection.baseUrl;
    await state.connections.change({
      id,
      name: name().trim(),
      kind: kind(),
      ...(isMoved ? { baseUrl } : {}),
    });
    await state.connections.check(id);
  };
  const featureHint = (feature: StreamFeature) =>
    props.connection.features[feature] === 'refused' ? t().refused : undefined;
  const switchFeature = (feature: StreamFeature, on: boolean) => {
    const { id } = props.connection;
    void state.connections.change({ id, features: { [feature]: on ? 'auto' : 'off' } });
  };
  return (
    <div class={styles['form']}>
      <form class={styles['fields']} id="connection-form" onSubmit={save} novalidate>
        <Field label={t().name} error={nameError()}>
          {(slot) => <TextInput {...slot} value={name()} onInput={setName} maxlength={100} />}
        </Field>
        <Field label={t().address} error={addressError()} hint={addressHint()}>
          {(slot) => (
            <TextInput
              {...slot}
              inputmode="url"
              autocapitalize="none"
              spellcheck={false}
              value={address()}
              onInput={setAddress}
            />
          )}
        </Field>
        <Field label={t().kind}>
          {(slot) => (
            <Select
              {...slot}
              options={kindChoices.map((each) => ({
                value: each,
                label: words().connect.kinds[each],
              }))}
              value={kind()}
              onPick={(value) => setKind(kindChoices.find((each) => each === value) ?? kind())}
            />
          )}
        </Field>
      </form>
      <KeyForm connection={props.connection} />
      <fieldset class={styles['features']}>
        <legend>{t().features}</legend>
        <p class={styles['hint']}>{t().featuresHint}</p>
        <For each={featureChoices}>
          {(feature) => (
            <Switch
              label={t().feature[feature]}
              hint={featureHint(feature)}
              checked={props.connection.features[feature] === 'auto'}
              onChange={(on) => switchFeature(feature, on)}
            />
          )}
        </For>
      </fieldset>
      <div class={styles['actions']}>
        <Button onClick={() => props.onClose()}>{t().cancel}</Button>
        <Button variant="primary" type="submit" form="connection-form">
          {t().save}
        </Button>
      </div>
    </div>
  );
}
