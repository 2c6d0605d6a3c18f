import { createSignal, createUniqueId, For, Show } from 'solid-js';
import { parseModelName } from '../../../domain/model-name.ts';
import { words } from '../../../i18n/i18n.ts';
import { useAppState } from '../../../state/create-state.ts';
import { Button } from '../../../ui/Button.tsx';
import { Field } from '../../../ui/Field.tsx';
import { TextInput } from '../../../ui/TextInput.tsx';
import { nameTrouble } from '../name-words.ts';
import type { Creating } from './create-creating.ts';
import styles from './Fields.module.css';
import { GgufField } from './GgufField.tsx';

export type SourceFieldsProps = {
  readonly creating: Creating;
  readonly wasSent: boolean;
  readonly onSay: (text: string) => void;
};

const sources = ['base', 'file'] as const;

/** What it is made from: a model that the server has, or a file of this device. */
export function SourceFields(props: SourceFieldsProps) {
  const state = useAppState();
  const id = createUniqueId();
  const [isAsking, setAsking] = createSignal(false);
  const t = () => words().create;
  const form = () => props.creating.form();
  const installed = () =>
    state.connections.catalogues.find((each) => each.connectionId === props.creating.server()?.id)
      ?.models ?? [];
  const isInstalled = () => installed().some(({ name }) => name === form().base.trim());
  const baseError = () => {
    if (form().base.trim() === '') return props.wasSent ? t().base.missing : undefined;
    return nameTrouble(form().base);
  };
  const baseHint = () =>
    parseModelName(form().base).ok && !isInstalled() && installed().length > 0
      ? t().base.notThere
      : t().base.hint;
  const take = async () => {
    const name = form().base.trim();
    setAsking(true);
    const isTaken = await props.creating.takeBase();
    setAsking(false);
    props.onSay(isTaken ? t().base.taken(name) : t().base.notTaken);
  };
  return (
    <div class={styles['stack']}>
      <fieldset class={styles['choices']}>
        <legend>{t().from.label}</legend>
        <For each={sources}>
          {(source) => (
            <label class={styles['choice']}>
              <input
                type="radio"
                name={`${id}-from`}
                value={source}
                checked={form().from === source}
                onChange={() => {
                  // A file for the one is none for the other.
                  props.creating.dropFile();
                  props.creating.change({ from: source });
                }}
              />
              {t().from[source]}
            </label>
          )}
        </For>
      </fieldset>
      <Show
        when={form().from === 'base'}
        fallback={
          <GgufField
            creating={props.creating}
            use="model"
            isMissing={props.wasSent && props.creating.problems().some(({ at }) => at === 'file')}
          />
        }
      >
        <Field label={t().base.label} hint={baseHint()} error={baseError()}>
          {(slot) => (
            <TextInput
              {...slot}
              list={`${id}-installed`}
              spellcheck={false}
              autocapitalize="none"
              autocorrect="off"
              placeholder={installed()[0]?.name ?? 'qwen3:4b'}
              value={form().base}
              onInput={(base) => props.creating.change({ base })}
            />
          )}
        </Field>
        <datalist id={`${id}-installed`}>
          <For each={installed()}>{({ name }) => <option value={name} />}</For>
        </datalist>
        <Show when={isInstalled()}>
          <div>
            <Button size="small" disabled={isAsking()} onClick={() => void take()}>
              {isAsking() ? t().base.taking : t().base.take}
            </Button>
          </div>
        </Show>
      </Show>
    </div>
  );
}
