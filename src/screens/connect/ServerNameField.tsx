import { words } from '../../i18n/i18n.ts';
import { Field } from '../../ui/Field.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import type { ServerDraft } from './create-server-draft.ts';

/** Left empty it gets the name that stands in it. */
export function ServerNameField(props: { readonly draft: ServerDraft }) {
  return (
    <Field label={words().connect.edit.name} hint={words().presets.form.nameHint}>
      {(slot) => (
        <TextInput
          {...slot}
          placeholder={props.draft.usualName()}
          value={props.draft.name()}
          onInput={props.draft.typeName}
          maxlength={100}
        />
      )}
    </Field>
  );
}
