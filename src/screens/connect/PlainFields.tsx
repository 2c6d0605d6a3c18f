import { For } from 'solid-js';
import { words } from '../../i18n/i18n.ts';
import { Field } from '../../ui/Field.tsx';
import { Switch } from '../../ui/Switch.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import styles from './EditorFields.module.css';
import type { PlainDraft, PlainField } from './plain-draft.ts';

export type PlainFieldsProps = {
  readonly value: PlainDraft;
  readonly problem: (field: PlainField) => string | undefined;
  readonly onChange: (value: PlainDraft) => void;
};

const where = ['text', 'reasoning', 'endAt', 'endIs', 'error', 'modelsPath', 'modelsAt'] as const;

/** What is sent to a plain server, and where its answer is found. */
export function PlainFields(props: PlainFieldsProps) {
  const t = () => words().presets.plain;
  const change = (part: Partial<PlainDraft>) => props.onChange({ ...props.value, ...part });
  return (
    <div class={styles['stack']}>
      <Field label={t().names.path} hint={t().hints.path} error={props.problem('path')}>
        {(slot) => (
          <TextInput
            {...slot}
            autocapitalize="none"
            spellcheck={false}
            placeholder="/generate"
            value={props.value.path}
            onInput={(path) => change({ path })}
          />
        )}
      </Field>
      <Field label={t().names.body} hint={t().hints.body} error={props.problem('body')}>
        {(slot) => (
          <TextArea
            {...slot}
            mono
            rows={7}
            spellcheck={false}
            value={props.value.body}
            onInput={(body) => change({ body })}
          />
        )}
      </Field>
      <div class={styles['grid']}>
        <For each={where}>
          {(name) => (
            <Field label={t().names[name]} hint={t().hints[name]} error={props.problem(name)}>
              {(slot) => (
                <TextInput
                  {...slot}
                  autocapitalize="none"
                  spellcheck={false}
                  value={props.value[name]}
                  onInput={(text) => change({ [name]: text })}
                />
              )}
            </Field>
          )}
        </For>
      </div>
      <Switch
        label={t().cumulative}
        hint={t().cumulativeHint}
        checked={props.value.isCumulative}
        onChange={(isCumulative) => change({ isCumulative })}
      />
    </div>
  );
}
