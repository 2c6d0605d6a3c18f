import { createSignal, For, Show } from 'solid-js';
import { modelTitle } from '../../domain/model-title.ts';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { Field } from '../../ui/Field.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import { readNames } from './amounts.ts';
import type { Editor } from './create-editor.ts';
import styles from './EditorFields.module.css';
import listStyles from './ModelFields.module.css';
import { ModelRow } from './ModelRow.tsx';

export type ModelFieldsProps = {
  readonly editor: Editor;
  /** Only favourites and hidden ones can be chosen. */
  readonly isDeployed?: boolean | undefined;
};

/** More rows than this are for the search. */
const mostRows = 40;

/** Which models are offered, and what is said of each. */
export function ModelFields(props: ModelFieldsProps) {
  const { connections } = useAppState();
  const [query, setQuery] = createSignal('');
  const [open, setOpen] = createSignal<string>();
  const t = () => words().presets.models;
  const draft = () => props.editor.draft();
  const catalogue = () =>
    connections.catalogues.find((each) => each.connectionId === props.editor.connection.id);
  const names = () => {
    const listed = catalogue()?.models.map(({ name }) => name) ?? [];
    return [...new Set([...listed, ...readNames(draft().addedModels)])].toSorted();
  };
  const found = () => {
    const parts = query().toLocaleLowerCase().split(/\s+/).filter(Boolean);
    return names().filter((name) => parts.every((part) => name.toLocaleLowerCase().includes(part)));
  };
  const rest = () => found().length - mostRows;
  return (
    <div class={styles['stack']}>
      <Show when={!props.isDeployed}>
        <div class={styles['grid']}>
          <Field
            label={t().filter}
            hint={t().filterHint}
            error={props.editor.problem('modelFilter')}
          >
            {(slot) => (
              <TextArea
                {...slot}
                mono
                spellcheck={false}
                placeholder={t().filterExample}
                value={draft().modelFilter}
                onInput={(modelFilter) => props.editor.change({ modelFilter })}
              />
            )}
          </Field>
          <Field label={t().added} hint={t().addedHint} error={props.editor.problem('addedModels')}>
            {(slot) => (
              <TextArea
                {...slot}
                mono
                spellcheck={false}
                value={draft().addedModels}
                onInput={(addedModels) => props.editor.change({ addedModels })}
              />
            )}
          </Field>
        </div>
      </Show>
      <Show when={names().length > 0} fallback={<p class={styles['quiet']}>{t().none}</p>}>
        <div class={listStyles['head']}>
          <h3 class={styles['subtitle']}>{t().list(names().length)}</h3>
          <Field label={t().search} labelHidden>
            {(slot) => (
              <TextInput
                {...slot}
                type="search"
                placeholder={t().search}
                value={query()}
                onInput={setQuery}
              />
            )}
          </Field>
        </div>
        <ul class={listStyles['list']}>
          <For each={found().slice(0, mostRows)} fallback={<li>{t().noMatch}</li>}>
            {(name) => (
              <ModelRow
                editor={props.editor}
                name={name}
                title={modelTitle(name)}
                model={catalogue()?.models.find((each) => each.name === name)}
                isOpen={open() === name}
                onToggle={
                  props.isDeployed ? undefined : () => setOpen(open() === name ? undefined : name)
                }
              />
            )}
          </For>
        </ul>
        <Show when={rest() > 0}>
          <p class={styles['quiet']}>{t().rest(rest())}</p>
        </Show>
      </Show>
    </div>
  );
}
