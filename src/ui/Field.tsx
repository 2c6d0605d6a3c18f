import { createUniqueId, type JSX, Show } from 'solid-js';
import styles from './Field.module.css';
import { Icon } from './Icon.tsx';

/** What the control inside must carry: spread it on the input, area or select. */
export type FieldSlot = {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': true | undefined;
};

export type FieldProps = {
  readonly label: string;
  /** Keeps the label for assistive technology only. */
  readonly labelHidden?: boolean | undefined;
  readonly hint?: JSX.Element | undefined;
  /** Said politely when it appears; takes the hint's place. */
  readonly error?: string | undefined;
  readonly children: (slot: FieldSlot) => JSX.Element;
};

/** Label, control, then hint or error, tied together by id. */
export function Field(props: FieldProps) {
  const id = createUniqueId();
  const slot: FieldSlot = {
    id,
    get 'aria-describedby'() {
      return props.error || props.hint ? `${id}-note` : undefined;
    },
    get 'aria-invalid'() {
      return props.error ? true : undefined;
    },
  };
  return (
    <div class={styles['field']}>
      <label for={id} class={props.labelHidden ? 'sr-only' : styles['label']}>
        {props.label}
      </label>
      {props.children(slot)}
      <div
        id={`${id}-note`}
        class={styles['note']}
        data-error={props.error ? '' : undefined}
        aria-live="polite"
      >
        <Show when={props.error} fallback={props.hint}>
          <Icon name="warning" size="small" />
          <span>{props.error}</span>
        </Show>
      </div>
    </div>
  );
}
