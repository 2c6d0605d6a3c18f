import { createSignal } from 'solid-js';
import { words } from '../../i18n/i18n.ts';
import { Field } from '../../ui/Field.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import styles from './NumberField.module.css';
import { type NumberRange, readNumber } from './read-number.ts';

export type NumberFieldProps = {
  readonly label: string;
  readonly hint: string;
  readonly value: number;
  readonly range: NumberRange;
  /** It cannot be changed here. */
  readonly isLocked?: boolean;
  readonly onChange: (value: number) => void;
};

/** Kept when the person is done with the field; a value out of range is never kept and says why. */
export function NumberField(props: NumberFieldProps) {
  const [typed, setTyped] = createSignal<string>();
  const text = () => typed() ?? String(props.value);
  const error = () => {
    if (typed() === undefined || readNumber(text(), props.range) !== undefined) return undefined;
    const { min, max, isWhole } = props.range;
    const t = words().settings.general;
    return isWhole ? t.whole(String(min), String(max)) : t.outside(String(min), String(max));
  };
  const commit = () => {
    const value = readNumber(text(), props.range);
    if (value === undefined) return;
    setTyped(undefined);
    if (value !== props.value) props.onChange(value);
  };
  return (
    <div class={styles['number']}>
      <Field label={props.label} hint={props.hint} error={error()}>
        {(slot) => (
          <TextInput
            {...slot}
            disabled={props.isLocked ?? false}
            inputmode={props.range.isWhole ? 'numeric' : 'decimal'}
            value={text()}
            onInput={setTyped}
            onCommit={commit}
          />
        )}
      </Field>
    </div>
  );
}
