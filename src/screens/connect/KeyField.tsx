import { createSignal } from 'solid-js';
import { words } from '../../i18n/i18n.ts';
import { Field } from '../../ui/Field.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import styles from './KeyField.module.css';

export type KeyFieldProps = {
  readonly value: string;
  readonly onInput: (value: string) => void;
};

/** A key passes the page once, on its way to the engine; it is never shown again and never stored here. */
export function KeyField(props: KeyFieldProps) {
  const [isShown, setShown] = createSignal(false);
  const t = () => words().connect.key;
  return (
    <Field label={t().label} hint={t().hint}>
      {(slot) => (
        <div class={styles['row']}>
          <TextInput
            {...slot}
            type={isShown() ? 'text' : 'password'}
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            value={props.value}
            onInput={props.onInput}
          />
          <IconButton
            icon={isShown() ? 'eye-off' : 'eye'}
            label={isShown() ? t().hide : t().show}
            onClick={() => setShown(!isShown())}
          />
        </div>
      )}
    </Field>
  );
}
