/** A server that speaks no dialect we know, described as data: what is sent, and where its answer is found. */
import { createSignal } from 'solid-js';
import { words } from '../../i18n/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { AddingFoot } from './AddingFoot.tsx';
import { AddressField } from './AddressField.tsx';
import { readNames } from './amounts.ts';
import { type AddingProps, createAdding } from './create-adding.ts';
import { createServerDraft } from './create-server-draft.ts';
import { focusFirstWrong } from './focus-wrong.ts';
import { KeyField } from './KeyField.tsx';
import { PlainFields } from './PlainFields.tsx';
import { emptyPlain, type PlainField, plainExample, readPlain } from './plain-draft.ts';
import { problemWords } from './problem-words.ts';
import styles from './ServerForm.module.css';
import { ServerNameField } from './ServerNameField.tsx';

export function PlainForm(props: AddingProps) {
  const adding = createAdding(props);
  const draft = createServerDraft(adding, () => words().connect.kinds.plain);
  const [plain, setPlain] = createSignal(emptyPlain);
  const [models, setModels] = createSignal('');
  const t = () => words().presets.plain;
  const read = () => readPlain(plain());
  /** What is still empty is no mistake before the button was pressed. */
  const problem = (field: PlainField) => {
    const now = read();
    if (now.ok || !now.fields.includes(field)) return undefined;
    if (plain()[field] === '' && !draft.wasSent()) return undefined;
    return problemWords({ kind: 'plain', field });
  };
  const modelsError = () =>
    draft.wasSent() && plain().modelsPath === '' && readNames(models()).length === 0
      ? t().modelsMissing
      : undefined;
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    draft.markSent();
    const baseUrl = draft.baseUrl();
    const described = read();
    if (baseUrl === undefined || !described.ok || modelsError()) {
      focusFirstWrong(event.currentTarget);
      return;
    }
    const options = { plain: described.value, addedModels: [...readNames(models())] };
    await draft.connect({ kind: 'plain', baseUrl, options });
  };
  return (
    <form class={styles['form']} onSubmit={submit} novalidate aria-labelledby="plain-form">
      <div>
        <h3 id="plain-form" tabindex={-1}>
          {words().presets.card.others.plain.name}
        </h3>
        <p class={styles['quiet']}>{t().help}</p>
      </div>
      <div class={styles['actions']}>
        <Button size="small" onClick={() => setPlain(plainExample)}>
          {t().example}
        </Button>
        <small class={styles['quiet']}>{t().exampleText}</small>
      </div>
      <div class={styles['fields']}>
        <AddressField
          label={words().connect.edit.address}
          value={draft.address()}
          error={draft.addressError()}
          placeholder="http://192.168.1.40:5000"
          credentials={draft.credentials()}
          onInput={draft.typeAddress}
          onCredentials={draft.setCredentials}
        />
      </div>
      <PlainFields
        value={plain()}
        problem={problem}
        onChange={(next) => {
          setPlain(next);
          adding.forget();
        }}
      />
      <div class={styles['fields']}>
        <Field label={t().models} hint={t().modelsHint} error={modelsError()}>
          {(slot) => (
            <TextArea
              {...slot}
              mono
              spellcheck={false}
              value={models()}
              onInput={(typed) => {
                setModels(typed);
                adding.forget();
              }}
            />
          )}
        </Field>
        <KeyField
          label={words().presets.form.keyIfAny}
          value={draft.key()}
          onInput={draft.typeKey}
        />
        <ServerNameField draft={draft} />
      </div>
      <AddingFoot adding={adding} onDoctor={props.onDoctor} />
    </form>
  );
}
