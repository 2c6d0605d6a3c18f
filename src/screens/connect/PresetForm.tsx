/** The form of a server we know by name: only what is not known of it is asked for. */
import { createSignal, Show } from 'solid-js';
import { zoneOf } from '../../domain/address.ts';
import type { Preset } from '../../domain/preset.ts';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { Field } from '../../ui/Field.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { StatusDot } from '../../ui/StatusDot.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import { AddingFoot } from './AddingFoot.tsx';
import { AddressField, type Credentials } from './AddressField.tsx';
import { readNames } from './amounts.ts';
import { type AddingProps, createAdding } from './create-adding.ts';
import { focusFirstWrong } from './focus-wrong.ts';
import { KeyField } from './KeyField.tsx';
import { readAddress } from './look-for.ts';
import { fillGap, gapOf, needsModels } from './preset-list.ts';
import { problemWords } from './problem-words.ts';
import { dayWords, reachTone } from './reach.ts';
import { freeName } from './results.ts';
import styles from './ServerForm.module.css';
import { SignIn } from './SignIn.tsx';

export type PresetFormProps = AddingProps & {
  readonly preset: Preset;
};

export function PresetForm(props: PresetFormProps) {
  const state = useAppState();
  const adding = createAdding(props);
  const { preset } = props;
  const isOwn = preset.group === 'own';
  const gap = gapOf(preset.baseUrl);
  const [name, setName] = createSignal(
    freeName(
      preset.name,
      state.connections.list.map((each) => each.name),
    ),
  );
  const [address, setAddress] = createSignal(gap === undefined ? preset.baseUrl : '');
  const [models, setModels] = createSignal('');
  const [key, setKey] = createSignal('');
  const [credentials, setCredentials] = createSignal<Credentials>();
  const [wasSent, setSent] = createSignal(false);
  const t = () => words().presets.form;

  const baseUrl = (): string | undefined => {
    if (gap !== undefined) return fillGap(preset.baseUrl, address());
    const read = readAddress(address());
    return read.ok ? read.address.baseUrl : undefined;
  };
  const addressError = () => {
    if (baseUrl() !== undefined || (address() === '' && !wasSent())) return undefined;
    if (gap !== undefined) return t().gapWrong;
    const read = readAddress(address());
    return read.ok ? undefined : problemWords({ kind: 'address', fault: read.fault });
  };
  const nameError = () => (name().trim() === '' ? words().connect.edit.nameMissing : undefined);
  const keyError = () => (wasSent() && preset.needsKey && isKeyless() ? t().keyMissing : undefined);
  const isKeyless = () => key().trim() === '' && adding.id() === undefined;
  const leavesHouse = () => {
    const at = baseUrl() ?? preset.baseUrl.replace(/\{[^}]*\}/, 'x');
    return zoneOf(at) === 'outside';
  };

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setSent(true);
    const at = baseUrl();
    if (at === undefined || nameError() || (preset.needsKey && isKeyless())) {
      focusFirstWrong(event.currentTarget);
      return;
    }
    const added = [...readNames(models())];
    const basic = credentials();
    await adding.connect({
      kind: preset.kind,
      name: name().trim(),
      baseUrl: at,
      options: {
        preset: preset.id,
        ...(added.length > 0 ? { addedModels: added } : {}),
        ...(basic ? { hasBasicAuth: true } : {}),
      },
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
    <form class={styles['form']} onSubmit={submit} novalidate aria-labelledby="preset-form">
      <div>
        <h3 id="preset-form" tabindex={-1}>
          {preset.name}
        </h3>
        <p class={styles['lead']}>
          <StatusDot tone={reachTone[preset.reach.answers]} />
          <span>
            {words().presets.reach.long[preset.reach.answers]}{' '}
            <small>
              {words().presets.reach.known(dayWords(preset.reach.asOf), preset.reach.evidence)}
            </small>
          </span>
        </p>
      </div>
      <Show when={leavesHouse()}>
        <p class={styles['cloud']}>
          <Icon name="external" size="small" />
          <span>{t().leaves(preset.name)}</span>
        </p>
      </Show>
      <Show when={preset.signIn !== undefined}>
        <SignIn preset={preset} />
        <p class={styles['or']}>{t().orKey}</p>
      </Show>
      <div class={styles['fields']}>
        <Show
          when={isOwn || gap !== undefined}
          fallback={<p class={styles['quiet']}>{t().at(preset.baseUrl)}</p>}
        >
          <AddressField
            label={gap === undefined ? words().connect.edit.address : t().gap(gap)}
            value={address()}
            error={addressError()}
            hint={gap === undefined ? undefined : (baseUrl() ?? preset.baseUrl)}
            credentials={credentials()}
            onInput={type(setAddress)}
            onCredentials={setCredentials}
          />
        </Show>
        <KeyField
          label={preset.needsKey ? undefined : t().keyIfAny}
          value={key()}
          error={keyError()}
          keyPage={preset.keyPage}
          onInput={type(setKey)}
        />
        <Show when={needsModels(preset)}>
          <Field label={t().models} hint={t().modelsHint}>
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
        </Show>
        <Field label={words().connect.edit.name} hint={t().nameHint} error={nameError()}>
          {(slot) => <TextInput {...slot} value={name()} onInput={type(setName)} maxlength={100} />}
        </Field>
      </div>
      <AddingFoot adding={adding} onDoctor={props.onDoctor} />
    </form>
  );
}
