/** A server that no preset knows, spoken to in a dialect we do: address, dialect, and what it asks for. */
import { createSignal } from 'solid-js';
import { words } from '../../i18n/i18n.ts';
import { Field } from '../../ui/Field.tsx';
import { Select } from '../../ui/Select.tsx';
import { AddingFoot } from './AddingFoot.tsx';
import { AddressField } from './AddressField.tsx';
import { type AddingProps, createAdding } from './create-adding.ts';
import { createServerDraft } from './create-server-draft.ts';
import { focusFirstWrong } from './focus-wrong.ts';
import { KeyField } from './KeyField.tsx';
import { hostOf } from './look-for.ts';
import { customKinds } from './preset-list.ts';
import styles from './ServerForm.module.css';
import { ServerNameField } from './ServerNameField.tsx';

export function CustomForm(props: AddingProps) {
  const adding = createAdding(props);
  const [kind, setKind] = createSignal(customKinds[0] ?? 'openai');
  const draft = createServerDraft(adding, (baseUrl) =>
    baseUrl === undefined
      ? ''
      : words().connect.name(words().connect.kinds[kind()], hostOf(baseUrl)),
  );
  const t = () => words().presets.form;
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    draft.markSent();
    const baseUrl = draft.baseUrl();
    if (baseUrl === undefined) focusFirstWrong(event.currentTarget);
    else await draft.connect({ kind: kind(), baseUrl });
  };
  return (
    <form class={styles['form']} onSubmit={submit} novalidate aria-labelledby="custom-form">
      <div>
        <h3 id="custom-form" tabindex={-1}>
          {words().presets.card.others.custom.name}
        </h3>
        <p class={styles['quiet']}>{t().customText}</p>
      </div>
      <div class={styles['fields']}>
        <AddressField
          label={words().connect.edit.address}
          value={draft.address()}
          error={draft.addressError()}
          placeholder="http://192.168.1.40:8000"
          credentials={draft.credentials()}
          onInput={draft.typeAddress}
          onCredentials={draft.setCredentials}
        />
        <Field label={words().connect.edit.kind} hint={words().presets.editor.kindHint}>
          {(slot) => (
            <Select
              {...slot}
              options={customKinds.map((each) => ({
                value: each,
                label: words().connect.kinds[each],
              }))}
              value={kind()}
              onPick={(picked) => {
                setKind(customKinds.find((each) => each === picked) ?? kind());
                adding.forget();
              }}
            />
          )}
        </Field>
        <KeyField label={t().keyIfAny} value={draft.key()} onInput={draft.typeKey} />
        <ServerNameField draft={draft} />
      </div>
      <AddingFoot adding={adding} onDoctor={props.onDoctor} />
    </form>
  );
}
