import { createUniqueId, type JSX, Show } from 'solid-js';
import styles from './Switch.module.css';

export type SwitchProps = {
  readonly label: string;
  readonly hint?: JSX.Element | undefined;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly disabled?: boolean | undefined;
  readonly name?: string | undefined;
};

/** On or off, taking effect at once. ARIA pattern: switch, on a native checkbox. */
export function Switch(props: SwitchProps) {
  const id = createUniqueId();
  return (
    <div class={styles['row']}>
      <input
        id={id}
        class={styles['switch']}
        type="checkbox"
        role="switch"
        name={props.name}
        checked={props.checked}
        aria-checked={props.checked}
        disabled={props.disabled ?? false}
        aria-describedby={props.hint ? `${id}-hint` : undefined}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
      <label for={id}>{props.label}</label>
      <Show when={props.hint}>
        <small id={`${id}-hint`}>{props.hint}</small>
      </Show>
    </div>
  );
}
