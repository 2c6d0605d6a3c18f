import { createSignal, Match, Show, Switch } from 'solid-js';
import type { ConnectionView } from '../../domain/connection.ts';
import { type Fault, faultFrom } from '../../domain/fault.ts';
import { presetById } from '../../domain/presets.ts';
import { faultText } from '../../i18n/fault-text.ts';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import { endOfDay } from './amounts.ts';
import styles from './KeyField.module.css';
import { KeyField } from './KeyField.tsx';
import { mayKeep } from './may-keep.ts';

export type KeyFormProps = {
  readonly connection: ConnectionView;
  /** With the field for the day on which it runs out. */
  readonly hasExpiry?: boolean | undefined;
};

type End =
  | { readonly is: 'kept'; readonly wasTested: boolean }
  | { readonly is: 'fault'; readonly fault: Fault };

/** Sets or forgets the key of a kept connection. A new one is tried before it takes the place of the old one. */
export function KeyForm(props: KeyFormProps) {
  const state = useAppState();
  const [key, setKey] = createSignal('');
  const [expires, setExpires] = createSignal('');
  const [isBusy, setBusy] = createSignal(false);
  const [end, setEnd] = createSignal<End>();
  const t = () => words().connect.key;
  const put = async (value: string, force = false) => {
    const { id } = props.connection;
    const expiresAt = endOfDay(expires());
    if (value !== '' && !(await mayKeep(state))) return;
    setBusy(true);
    setEnd(undefined);
    try {
      const { tested } = await state.engine.call('connections.set-key', {
        id,
        key: value,
        ...(expiresAt === undefined ? {} : { expiresAt }),
        ...(force ? { force } : {}),
      });
      setKey('');
      setExpires('');
      if (value !== '') setEnd({ is: 'kept', wasTested: tested === 'accepted' });
    } catch (error) {
      setEnd({ is: 'fault', fault: faultFrom(error) });
      return;
    } finally {
      setBusy(false);
    }
    await state.connections.check(id);
    if (value !== '') await state.connections.refreshModels(id);
  };
  const fault = () => {
    const came = end();
    return came?.is === 'fault' ? came.fault : undefined;
  };
  return (
    <form
      class={styles['form']}
      onSubmit={(event) => {
        event.preventDefault();
        // Inside the edit dialog this form stands beside another one.
        event.stopPropagation();
        if (key().trim() !== '') void put(key().trim());
      }}
    >
      <KeyField
        label={props.connection.hasKey && props.hasExpiry ? t().replace : t().label}
        value={key()}
        keyPage={presetById(props.connection.preset ?? '')?.keyPage}
        onInput={(value) => {
          setKey(value);
          setEnd(undefined);
        }}
      />
      <Show when={props.hasExpiry && key() !== ''}>
        <Field label={t().expires} hint={t().expiresHint}>
          {(slot) => <TextInput {...slot} type="date" value={expires()} onInput={setExpires} />}
        </Field>
      </Show>
      <div class={styles['trouble']} role="alert">
        <Show when={fault()}>{(told) => <FaultWords fault={told()} />}</Show>
      </div>
      <div class={styles['actions']}>
        <small role="status">
          <Switch fallback={props.connection.hasKey ? t().has : t().none}>
            <Match when={isBusy()}>
              <Spinner /> {t().testing}
            </Match>
            <Match when={end()?.is === 'kept'}>
              <span class={styles['good']}>{keptWords(end())}</span>
            </Match>
          </Switch>
        </small>
        <Show when={props.connection.hasKey && !props.hasExpiry}>
          <Button size="small" variant="quiet" onClick={() => void put('')}>
            {t().forget}
          </Button>
        </Show>
        <Show when={fault()?.kind === 'new-key-refused'}>
          <Button
            size="small"
            disabled={isBusy() || key() === ''}
            onClick={() => void put(key().trim(), true)}
          >
            {t().anyway}
          </Button>
        </Show>
        <Button size="small" type="submit" disabled={isBusy() || key().trim() === ''}>
          {t().set}
        </Button>
      </div>
    </form>
  );
}

function keptWords(end: End | undefined): string {
  const t = words().connect.key;
  return end?.is === 'kept' && end.wasTested ? t.accepted : t.kept;
}

function FaultWords(props: { readonly fault: Fault }) {
  const text = () => faultText(props.fault);
  return (
    <>
      <p>{text().title}</p>
      <p>{text().next}</p>
    </>
  );
}
