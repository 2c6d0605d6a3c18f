/** A server that speaks no dialect we know, described as data: what is sent, and where its answer is found. */
import { createSignal } from 'solid-js';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import { AddingFoot } from './AddingFoot.tsx';
import { AddressField, type Credentials } from './AddressField.tsx';
import { readNames } from './amounts.ts';
import { type AddingProps, createAdding } from './create-adding.ts';
import { focusFirstWrong } from './focus-wrong.ts';
import { KeyField } from './KeyField.tsx';
import { readAddress } from './look-for.ts';
import { PlainFields } from './PlainFields.tsx';
import { emptyPlain, type PlainField, plainExample, readPlain } from './plain-draft.ts';
import { problemWords } from './problem-words.ts';
import { freeName } from './results.ts';
import styles from './ServerForm.module.css';

export function PlainForm(props: AddingProps) {
  const state = useAppState();
  const adding = createAdding(props);
  const [name, setName] = createSignal('');
  const [address, setAddress] = createSignal('');
  const [plain, setPlain] = createSignal(emptyPlain);
  const [models, setModels] = createSignal('');
  const [key, setKey] = createSignal('');
  const [credentials, setCredentials] = createSignal<Credentials>();
  const [wasSent, setSent] = createSignal(false);
  const t = () => words().presets.plain;
  const typed = () => readAddress(address());
  const read = () => readPlain(plain());
  const addressError = () => {
    const at = typed();
    if (at.ok || (address() === '' && !wasSent())) return undefined;
    return problemWords({ kind: 'address', fault: at.fault });
  };
  /** What is still empty is no mistake before the button was pressed. */
  const problem = (field: PlainField) => {
    const now = read();
    if (now.ok || !now.fields.includes(field)) return undefined;
    if (plain()[field] === '' && !wasSent()) return undefined;
    return problemWords({ kind: 'plain', field });
  };
  const modelsError = () =>
    wasSent() && plain().modelsPath === '' && readNames(models()).length === 0
      ? t().modelsMissing
      : undefined;
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setSent(true);
    const at = typed();
    const described = read();
    if (!at.ok || !described.ok || modelsError()) {
      focusFirstWrong(event.currentTarget);
      return;
    }
    const basic = credentials();
    await adding.connect({
      kind: 'plain',
      name: name().trim() || usualName(),
      baseUrl: at.address.baseUrl,
      options: {
        plain: described.value,
        addedModels: [...readNames(models())],
        ...(basic ? { hasBasicAuth: true } : {}),
      },
      ...(key().trim() === '' ? {} : { key: key().trim() }),
      ...(basic ? { basic: `${basic.name}:${basic.password}` } : {}),
    });
    if (adding.hasTaken()) setKey('');
  };
  const usualName = () =>
    freeName(
      words().connect.kinds.plain,
      state.connections.list.map((each) => each.name),
    );
  const type = (set: (value: string) => void) => (value: string) => {
    set(value);
    adding.forget();
  };
  return (
    <form class={styles['form']} onSubmit={submit} novalidate aria-labelledby="plain-form">
      <div>
        <h3 id="plain-form" tabindex={-1}>
          {words().presets.card.others.plain.name}
        </h3>
        <p class={styles['quiet']}>{t().help}</p>
      </div>
      <div class={styles['actions']}>
        <Button size="small" onClick={() => setPlain(plainExample)}>
          {t().example}
        </Button>
        <small class={styles['quiet']}>{t().exampleText}</small>
      </div>
      <div class={styles['fields']}>
        <AddressField
          label={words().connect.edit.address}
          value={address()}
          error={addressError()}
          placeholder="http://192.168.1.40:5000"
          credentials={credentials()}
          onInput={type(setAddress)}
          onCredentials={setCredentials}
        />
      </div>
      <PlainFields
        value={plain()}
        problem={problem}
        onChange={(next) => {
          setPlain(next);
          adding.forget();
        }}
      />
      <div class={styles['fields']}>
        <Field label={t().models} hint={t().modelsHint} error={modelsError()}>
          {(slot) => (
            <TextArea
              {...slot}
              mono
              spellcheck={false}
              value={models()}
              onInput={type(setModels)}
            />
          )}
        </Field>
        <KeyField label={words().presets.form.keyIfAny} value={key()} onInput={type(setKey)} />
        <Field label={words().connect.edit.name} hint={words().presets.form.nameHint}>
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
