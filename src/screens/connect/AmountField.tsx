import type { JSX } from 'solid-js';
import { Field } from '../../ui/Field.tsx';
import { TextInput } from '../../ui/TextInput.tsx';

export type AmountFieldProps = {
  readonly label: string;
  readonly hint?: JSX.Element | undefined;
  readonly error: string | undefined;
  readonly value: string;
  /** What holds while it is empty. */
  readonly fallback?: string | undefined;
  readonly isWhole?: boolean | undefined;
  readonly onInput: (value: string) => void;
};

/** A number that may be left empty. */
export function AmountField(props: AmountFieldProps) {
  return (
    <Field label={props.label} hint={props.hint} error={props.error}>
      {(slot) => (
        <TextInput
          {...slot}
          inputmode={props.isWhole ? 'numeric' : 'decimal'}
          placeholder={props.fallback}
          value={props.value}
          onInput={props.onInput}
        />
      )}
    </Field>
  );
}
