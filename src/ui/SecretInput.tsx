import { createSignal } from 'solid-js';
import type { FieldSlot } from './Field.tsx';
import { IconButton } from './IconButton.tsx';
import styles from './SecretInput.module.css';
import { TextInput } from './TextInput.tsx';

export type SecretInputProps = {
  /** What the `Field` around it hands out. */
  readonly slot: FieldSlot;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly showLabel: string;
  readonly hideLabel: string;
  /** What a password manager should think of it. */
  readonly purpose: 'current-password' | 'new-password' | 'off';
  readonly takesFocus?: boolean | undefined;
  /** To be read off at once; the person can still hide it. */
  readonly isOpen?: boolean | undefined;
};

/** A field for what nobody should read over a shoulder: dots, unless the person asks to see it. */
export function SecretInput(props: SecretInputProps) {
  const [chosen, setChosen] = createSignal<boolean>();
  const isShown = () => chosen() ?? props.isOpen ?? false;
  return (
    <div class={styles['row']}>
      <TextInput
        {...props.slot}
        ref={(element: HTMLInputElement) => {
          if (props.takesFocus) queueMicrotask(() => element.focus());
        }}
        type={isShown() ? 'text' : 'password'}
        autocomplete={props.purpose}
        autocapitalize="none"
        spellcheck={false}
        value={props.value}
        onInput={props.onInput}
      />
      <IconButton
        icon={isShown() ? 'eye-off' : 'eye'}
        label={isShown() ? props.hideLabel : props.showLabel}
        onClick={() => setChosen(!isShown())}
      />
    </div>
  );
}
