import { type JSX, Show } from 'solid-js';
import { splitCredentials } from '../../domain/address-credentials.ts';
import { words } from '../../i18n/i18n.ts';
import { Field } from '../../ui/Field.tsx';
import { TextInput } from '../../ui/TextInput.tsx';

export type Credentials = { readonly name: string; readonly password: string };

export type AddressFieldProps = {
  readonly label: string;
  readonly labelHidden?: boolean | undefined;
  readonly value: string;
  readonly error?: string | undefined;
  readonly hint?: JSX.Element | undefined;
  readonly placeholder?: string | undefined;
  /** A name and a password were taken out of the address, and are to be kept apart from it. */
  readonly credentials: Credentials | undefined;
  readonly onCredentials: (credentials: Credentials) => void;
  readonly onInput: (value: string) => void;
};

/**
 * An address. A name and a password in it are taken out: at once where they were pasted, else when the field is left,
 * so that nobody's typing is cut in two.
 */
export function AddressField(props: AddressFieldProps) {
  const split = (text: string) => {
    const { text: rest, credentials } = splitCredentials(text);
    if (!credentials) return;
    props.onCredentials(credentials);
    props.onInput(rest);
  };
  const input = (text: string) => {
    const isPasted = text.length > props.value.length + 1;
    props.onInput(text);
    if (isPasted) split(text);
  };
  const isHolding = () => splitCredentials(props.value).credentials !== undefined;
  return (
    <Field
      label={props.label}
      labelHidden={props.labelHidden}
      error={isHolding() ? undefined : props.error}
      hint={
        <>
          {props.hint}
          <Show when={isHolding()}> {words().presets.basic.willMove}</Show>
          <Show when={props.credentials}>
            {(moved) => <div>{words().presets.basic.moved(moved().name)}</div>}
          </Show>
        </>
      }
    >
      {(slot) => (
        <TextInput
          {...slot}
          type="text"
          inputmode="url"
          autocapitalize="none"
          autocorrect="off"
          spellcheck={false}
          enterkeyhint="go"
          placeholder={props.placeholder}
          value={props.value}
          onInput={input}
          onCommit={split}
        />
      )}
    </Field>
  );
}
