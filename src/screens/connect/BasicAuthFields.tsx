import { Match, Switch } from 'solid-js';
import { words } from '../../i18n/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import type { BasicDraft } from './connection-draft.ts';
import styles from './EditorFields.module.css';

export type BasicAuthFieldsProps = {
  /** A name and a password are kept already. */
  readonly isKept: boolean;
  readonly value: BasicDraft;
  readonly error: string | undefined;
  readonly onChange: (value: BasicDraft) => void;
};

/** Name and password that a proxy before the server asks for. They are secrets, like a key. */
export function BasicAuthFields(props: BasicAuthFieldsProps) {
  const t = () => words().presets.basic;
  const typed = () =>
    props.value.is === 'new' ? props.value : { is: 'new' as const, name: '', password: '' };
  const type = (change: { name?: string; password?: string }) => {
    const next = { ...typed(), ...change };
    const isEmpty = next.name === '' && next.password === '';
    props.onChange(isEmpty ? { is: 'kept' } : next);
  };
  return (
    <div class={styles['stack']}>
      <Switch>
        <Match when={props.value.is === 'removed'}>
          <div class={styles['actions']}>
            <span class={styles['quiet']}>{t().willGo}</span>
            <Button size="small" onClick={() => props.onChange({ is: 'kept' })}>
              {t().keep}
            </Button>
          </div>
        </Match>
        <Match when={props.isKept}>
          <div class={styles['actions']}>
            <span>{t().kept}</span>
            <Button size="small" onClick={() => props.onChange({ is: 'removed' })}>
              {t().remove}
            </Button>
          </div>
        </Match>
      </Switch>
      <div class={styles['grid']}>
        <Field label={t().name} error={props.error}>
          {(slot) => (
            <TextInput
              {...slot}
              autocapitalize="none"
              spellcheck={false}
              value={typed().name}
              onInput={(name) => type({ name })}
            />
          )}
        </Field>
        <Field label={t().password}>
          {(slot) => (
            <TextInput
              {...slot}
              type="password"
              value={typed().password}
              onInput={(password) => type({ password })}
            />
          )}
        </Field>
      </div>
    </div>
  );
}
