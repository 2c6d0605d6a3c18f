import { createSignal, Show } from 'solid-js';
import { faultFrom } from '../../domain/fault.ts';
import type { KeyView } from '../../domain/vault.ts';
import { faultText } from '../../i18n/fault-text.ts';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Field } from '../../ui/Field.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import styles from './SettingsScreen.module.css';
import { dayOf, endOfDay } from './vault-days.ts';

export type VaultKeyEditProps = {
  /** Open while there is one. */
  readonly key: KeyView | undefined;
  readonly onClose: () => void;
};

/** What the person says of a key. The key itself is replaced at its connection. */
export function VaultKeyEdit(props: VaultKeyEditProps) {
  return (
    <Dialog
      open={props.key !== undefined}
      title={words().vault.keys.editTitle}
      closeLabel={words().vault.close}
      onClose={() => props.onClose()}
    >
      <Show when={props.key}>
        {(key) => <EditForm key={key()} onClose={() => props.onClose()} />}
      </Show>
    </Dialog>
  );
}

function EditForm(props: { readonly key: KeyView; readonly onClose: () => void }) {
  const { engine } = useAppState();
  const [label, setLabel] = createSignal(props.key.label);
  const [day, setDay] = createSignal(
    props.key.expiresAt === undefined ? '' : dayOf(props.key.expiresAt),
  );
  const [problem, setProblem] = createSignal<string>();
  const t = () => words().vault.keys;
  const save = async () => {
    const expiresAt = endOfDay(day()) ?? null;
    try {
      await engine.call('keys.change', {
        id: props.key.id,
        label: label().trim(),
        expiresAt,
      });
      props.onClose();
    } catch (error) {
      setProblem(faultText(faultFrom(error)).title);
    }
  };
  return (
    <form
      class={styles['form']}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Field label={t().label} error={problem()}>
        {(slot) => <TextInput {...slot} maxlength={100} value={label()} onInput={setLabel} />}
      </Field>
      <Field label={t().expiry} hint={t().expiryHint}>
        {(slot) => <TextInput {...slot} type="date" value={day()} onInput={setDay} />}
      </Field>
      <div class={styles['actions']}>
        <Button type="submit" variant="primary">
          {t().save}
        </Button>
        <Button onClick={() => props.onClose()}>{words().vault.cancel}</Button>
      </div>
    </form>
  );
}
