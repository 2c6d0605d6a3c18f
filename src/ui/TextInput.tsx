import { type JSX, splitProps } from 'solid-js';
import styles from './TextInput.module.css';

export type TextInputProps = Omit<
  JSX.InputHTMLAttributes<HTMLInputElement>,
  'class' | 'value' | 'onInput' | 'onChange'
> & {
  readonly value: string;
  readonly onInput?: ((value: string) => void) | undefined;
  /** When the person is done with the field: Enter, or leaving it. */
  readonly onCommit?: ((value: string) => void) | undefined;
};

/** Inside a `Field`, spread what the field hands out: `<TextInput {...slot} …>`. */
export function TextInput(props: TextInputProps) {
  const [own, rest] = splitProps(props, ['value', 'onInput', 'onCommit']);
  return (
    <input
      autocomplete="off"
      {...rest}
      class={styles['input']}
      value={own.value}
      onInput={(event) => own.onInput?.(event.currentTarget.value)}
      onChange={(event) => own.onCommit?.(event.currentTarget.value)}
    />
  );
}
