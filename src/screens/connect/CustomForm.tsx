/** A server that no preset knows, spoken to in a dialect we do: address, dialect, and what it asks for. */
import { createSignal } from 'solid-js';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { Field } from '../../ui/Field.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import { AddingFoot } from './AddingFoot.tsx';
import { AddressField, type Credentials } from './AddressField.tsx';
import { type AddingProps, createAdding } from './create-adding.ts';
import { focusFirstWrong } from './focus-wrong.ts';
import { KeyField } from './KeyField.tsx';
import { hostOf, readAddress } from './look-for.ts';
import { customKinds } from './preset-list.ts';
import { problemWords } from './problem-words.ts';
import { freeName } from './results.ts';
import styles from './ServerForm.module.css';

export function CustomForm(props: AddingProps) {
  const state = useAppState();
  const adding = createAdding(props);
  const [name, setName] = createSignal('');
  const [address, setAddress] = createSignal('');
  const [kind, setKind] = createSignal(customKinds[0] ?? 'openai');
  const [key, setKey] = createSignal('');
  const [credentials, setCredentials] = createSignal<Credentials>();
  const [wasSent, setSent] = createSignal(false);
  const t = () => words().presets.form;
  const read = () => readAddress(address());
  const addressError = () => {
    const typed = read();
    if (typed.ok || (address() === '' && !wasSent())) return undefined;
    return problemWords({ kind: 'address', fault: typed.fault });
  };
  const usualName = () => {
    const typed = read();
    return typed.ok
      ? freeName(
          words().connect.name(words().connect.kinds[kind()], hostOf(typed.address.baseUrl)),
          state.connections.list.map((each) => each.name),
        )
      : '';
  };
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setSent(true);
    const typed = read();
    if (!typed.ok) {
      focusFirstWrong(event.currentTarget);
      return;
    }
    const basic = credentials();
    await adding.connect({
      kind: kind(),
      name: name().trim() || usualName(),
      baseUrl: typed.address.baseUrl,
      ...(basic ? { options: { hasBasicAuth: true } } : {}),
      ...(key().trim() === '' ? {} : { key: key().trim() }),
      ...(basic ? { basic: `${basic.name}:${basic.password}` } : {}),
    });
    if (adding.hasTaken()) setKey('');
  };
  const type = (set: (value: string) => void) => (value: string) => {
    set(value);
    adding.forget();
  };
  return (
    <form class={styles['form']} onSubmit={submit} novalidate aria-labelledby="custom-form">
      <div>
        <h3 id="custom-form" tabindex={-1}>
          {words().presets.card.others.custom.name}
        </h3>
        <p class={styles['quiet']}>{t().customText}</p>
      </div>
      <div class={styles['fields']}>
        <AddressField
          label={words().connect.edit.address}
          value={address()}
          error={addressError()}
          placeholder="http://192.168.1.40:8000"
          credentials={credentials()}
          onInput={type(setAddress)}
          onCredentials={setCredentials}
        />
        <Field label={words().connect.edit.kind} hint={words().presets.editor.kindHint}>
          {(slot) => (
            <Select
              {...slot}
              options={customKinds.map((each) => ({
                value: each,
                label: words().connect.kinds[each],
              }))}
              value={kind()}
              onPick={(picked) => {
                setKind(customKinds.find((each) => each === picked) ?? kind());
                adding.forget();
              }}
            />
          )}
        </Field>
        <KeyField label={t().keyIfAny} value={key()} onInput={type(setKey)} />
        <Field label={words().connect.edit.name} hint={t().nameHint}>
          {(slot) => (
            <TextInput
              {...slot}
              placeholder={usualName()}
              value={name()}
              onInput={type(setName)}
              maxlength={100}
            />
          )}
        </Field>
      </div>
      <AddingFoot adding={adding} onDoctor={props.onDoctor} />
    </form>
  );
}
