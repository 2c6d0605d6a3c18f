import { For, type JSX, splitProps } from 'solid-js';
import { Icon } from './Icon.tsx';
import styles from './Select.module.css';

export type SelectOption = {
  readonly value: string;
  readonly label: string;
  readonly disabled?: boolean | undefined;
};

export type SelectProps = Omit<
  JSX.SelectHTMLAttributes<HTMLSelectElement>,
  'class' | 'value' | 'onChange' | 'children'
> & {
  readonly options: readonly SelectOption[];
  readonly value: string;
  readonly onPick: (value: string) => void;
};

/** The browser's own list: for a handful of choices. Long or grouped ones take `Picker`. */
export function Select(props: SelectProps) {
  const [own, rest] = splitProps(props, ['options', 'value', 'onPick']);
  return (
    <span class={styles['frame']}>
      <select
        {...rest}
        class={styles['select']}
        onChange={(event) => own.onPick(event.currentTarget.value)}
      >
        <For each={own.options}>
          {(option) => (
            <option
              value={option.value}
              disabled={option.disabled ?? false}
              selected={option.value === own.value}
            >
              {option.label}
            </option>
          )}
        </For>
      </select>
      <Icon name="chevron-down" size="small" />
    </span>
  );
}
