import { For } from 'solid-js';
import { words } from '../../i18n/i18n.ts';
import { AmountField } from './AmountField.tsx';
import { type LimitsDraft, limitNames } from './connection-draft.ts';
import styles from './EditorFields.module.css';

export type LimitFieldsProps = {
  readonly value: LimitsDraft;
  /** The sentence about one of them, by its name. */
  readonly problem: (name: string) => string | undefined;
  readonly onChange: (value: LimitsDraft) => void;
};

/** How much may be used; an empty field sets no limit. */
export function LimitFields(props: LimitFieldsProps) {
  const t = () => words().presets.limits;
  return (
    <div class={styles['grid']}>
      <For each={limitNames}>
        {(name) => (
          <AmountField
            label={t().names[name]}
            fallback={t().none}
            error={props.problem(name)}
            value={props.value[name]}
            onInput={(text) => props.onChange({ ...props.value, [name]: text })}
          />
        )}
      </For>
    </div>
  );
}
