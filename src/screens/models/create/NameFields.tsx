import { Show } from 'solid-js';
import { displayName, parseModelName } from '../../../domain/model-name.ts';
import { words } from '../../../i18n/i18n.ts';
import { useAppState } from '../../../state/create-state.ts';
import { Field } from '../../../ui/Field.tsx';
import { Select } from '../../../ui/Select.tsx';
import { TextInput } from '../../../ui/TextInput.tsx';
import { nameTrouble } from '../name-words.ts';
import type { Creating } from './create-creating.ts';
import styles from './Fields.module.css';

export type NameFieldsProps = {
  readonly creating: Creating;
  /** What is still empty is no mistake before. */
  readonly wasSent: boolean;
};

/** On which server, and under which name. */
export function NameFields(props: NameFieldsProps) {
  const state = useAppState();
  const t = () => words().create;
  const form = () => props.creating.form();
  const error = () => {
    if (form().name.trim() === '') return props.wasSent ? t().nameMissing : undefined;
    return nameTrouble(form().name);
  };
  const isTaken = () => {
    const read = parseModelName(form().name);
    const id = props.creating.server()?.id;
    if (!read.ok || id === undefined) return false;
    const name = displayName(read.name).toLowerCase();
    const models = state.connections.catalogues.find((each) => each.connectionId === id)?.models;
    return models?.some((each) => each.name.toLowerCase() === name) ?? false;
  };
  return (
    <div class={styles['grid']}>
      <Show when={props.creating.servers().length > 1}>
        <Field label={t().server}>
          {(slot) => (
            <Select
              {...slot}
              options={props.creating.servers().map(({ id, name }) => ({ value: id, label: name }))}
              value={props.creating.server()?.id ?? ''}
              onPick={(connectionId) => props.creating.change({ connectionId })}
            />
          )}
        </Field>
      </Show>
      <Field label={t().name} hint={isTaken() ? t().nameTaken : t().nameHint} error={error()}>
        {(slot) => (
          <TextInput
            {...slot}
            required
            spellcheck={false}
            autocapitalize="none"
            autocorrect="off"
            placeholder="coach"
            value={form().name}
            onInput={(name) => props.creating.change({ name })}
          />
        )}
      </Field>
    </div>
  );
}
