import { type JSX, splitProps } from 'solid-js';
import styles from './TextArea.module.css';

export type TextAreaProps = Omit<
  JSX.TextareaHTMLAttributes<HTMLTextAreaElement>,
  'class' | 'value' | 'onInput' | 'onChange'
> & {
  readonly value: string;
  readonly onInput?: ((value: string) => void) | undefined;
  /** When the person leaves the field after a change. */
  readonly onCommit?: ((value: string) => void) | undefined;
  /** For code, templates and JSON. */
  readonly mono?: boolean | undefined;
};

export function TextArea(props: TextAreaProps) {
  const [own, rest] = splitProps(props, ['value', 'onInput', 'onCommit', 'mono']);
  return (
    <textarea
      rows={3}
      {...rest}
      class={styles['area']}
      data-mono={own.mono ? '' : undefined}
      value={own.value}
      onInput={(event) => own.onInput?.(event.currentTarget.value)}
      onChange={(event) => own.onCommit?.(event.currentTarget.value)}
    />
  );
}
