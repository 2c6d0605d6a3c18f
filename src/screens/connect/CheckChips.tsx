import { For, Show } from 'solid-js';
import styles from './CheckChips.module.css';

export type CheckChipsProps<Value extends string> = {
  readonly label: string;
  /** Beside the label: where the choice comes from. */
  readonly note?: string | undefined;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly chosen: readonly Value[];
  readonly onChange: (chosen: readonly Value[]) => void;
};

/** Several of a few: native checkboxes, shown as chips. */
export function CheckChips<Value extends string>(props: CheckChipsProps<Value>) {
  const toggle = (value: Value, isOn: boolean) => {
    const rest = props.chosen.filter((each) => each !== value);
    props.onChange(isOn ? [...rest, value] : rest);
  };
  return (
    <fieldset>
      <legend class={styles['legend']}>
        {props.label}
        <Show when={props.note}>
          <small>{props.note}</small>
        </Show>
      </legend>
      <div class={styles['chips']}>
        <For each={props.options}>
          {(option) => (
            <label class={styles['chip']}>
              <input
                type="checkbox"
                checked={props.chosen.includes(option.value)}
                onChange={(event) => toggle(option.value, event.currentTarget.checked)}
              />
              {option.label}
            </label>
          )}
        </For>
      </div>
    </fieldset>
  );
}
