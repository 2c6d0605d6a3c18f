import { createSignal, Show } from 'solid-js';
import {
  type LaunchProgram,
  launchPrograms,
  launchSheetLimit,
} from '../../../domain/launch/sheet.ts';
import { words } from '../../../i18n/i18n.ts';
import { useAppState } from '../../../state/create-state.ts';
import { Button } from '../../../ui/Button.tsx';
import { Field } from '../../../ui/Field.tsx';
import { IconButton } from '../../../ui/IconButton.tsx';
import { Select } from '../../../ui/Select.tsx';
import { TextInput } from '../../../ui/TextInput.tsx';
import type { Sheets } from './create-sheets.ts';
import { ImportDialog } from './ImportDialog.tsx';
import styles from './SheetBar.module.css';

export type SheetBarProps = {
  readonly sheets: Sheets;
  readonly onConnection: (id: string | undefined) => void;
};

const kinds: readonly string[] = launchPrograms;

/** Whose sheet it is, which one, and keeping it. */
export function SheetBar(props: SheetBarProps) {
  const state = useAppState();
  const [said, setSaid] = createSignal('');
  const [nameError, setNameError] = createSignal<string>();
  const [isImporting, setImporting] = createSignal(false);
  const t = () => words().launch;
  const servers = () => state.connections.list.filter(({ kind }) => kinds.includes(kind));
  const name = () => props.sheets.sheet().name;
  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    const kept = name().trim();
    if (kept === '') {
      setNameError(t().sheets.nameMissing);
      return;
    }
    const end = await props.sheets.save();
    if (end === 'saved') setSaid(t().sheets.saved(kept));
    if (end === 'full') setSaid(t().sheets.full(launchSheetLimit));
  };
  const remove = async () => {
    const gone = name();
    if (await props.sheets.remove()) setSaid(t().sheets.removed(gone));
  };
  const pick = (value: string) => {
    setSaid('');
    if (value === '') props.sheets.begin(props.sheets.sheet().program);
    else props.sheets.pick(value);
  };
  return (
    <form class={styles['bar']} onSubmit={save} novalidate>
      <div class={styles['fields']}>
        <Field
          label={t().connection}
          hint={props.sheets.connection() ? undefined : t().noConnectionHint}
        >
          {(slot) => (
            <Select
              {...slot}
              options={[
                { value: '', label: t().noConnection },
                ...servers().map(({ id, name: label }) => ({ value: id, label })),
              ]}
              value={props.sheets.connection()?.id ?? ''}
              onPick={(id) => {
                setSaid('');
                props.onConnection(id === '' ? undefined : id);
              }}
            />
          )}
        </Field>
        <Show when={props.sheets.saved().length > 0}>
          <Field label={t().sheets.label}>
            {(slot) => (
              <Select
                {...slot}
                options={[
                  { value: '', label: t().sheets.draft },
                  ...props.sheets.saved().map((each) => ({ value: each.name, label: each.name })),
                ]}
                value={props.sheets.twin()?.name ?? ''}
                onPick={pick}
              />
            )}
          </Field>
        </Show>
        <Field label={t().program}>
          {(slot) => (
            <Select
              {...slot}
              options={launchPrograms.map((program) => ({
                value: program,
                label: t().programs[program],
              }))}
              value={props.sheets.sheet().program}
              onPick={(picked) => {
                const program = launchPrograms.find(
                  (each): each is LaunchProgram => each === picked,
                );
                if (program) props.sheets.change({ program });
              }}
            />
          )}
        </Field>
        <Show when={props.sheets.connection()}>
          <Field label={t().sheets.name} error={nameError()}>
            {(slot) => (
              <TextInput
                {...slot}
                maxlength={100}
                value={name()}
                onInput={(typed) => {
                  setNameError(undefined);
                  setSaid('');
                  props.sheets.change({ name: typed });
                }}
              />
            )}
          </Field>
        </Show>
      </div>
      <div class={styles['actions']}>
        <Show when={props.sheets.connection()}>
          <Button type="submit" variant="primary" disabled={props.sheets.isSaved()}>
            <Show when={props.sheets.twin()} fallback={t().sheets.save}>
              {(twin) => t().sheets.saveAs(twin().name)}
            </Show>
          </Button>
        </Show>
        <Button onClick={() => setImporting(true)}>{t().imports.open}</Button>
        <Show when={props.sheets.twin()}>
          <IconButton icon="trash" label={t().sheets.remove} onClick={() => void remove()} />
        </Show>
        <span class={styles['said']} role="status">
          {said()}
        </span>
      </div>
      <ImportDialog
        open={isImporting()}
        sheets={props.sheets}
        onSay={setSaid}
        onClose={() => setImporting(false)}
      />
    </form>
  );
}
