import { createMemo, For, Show } from 'solid-js';
import { fieldsOf, type LaunchGroup } from '../../../domain/launch/fields.ts';
import { words } from '../../../i18n/i18n.ts';
import { Fold } from '../../../ui/Fold.tsx';
import type { Sheets } from './create-sheets.ts';
import { LaunchFieldRow } from './LaunchFieldRow.tsx';
import styles from './LaunchFields.module.css';
import { isMistake } from './launch-words.ts';
import { ModelRows } from './ModelRows.tsx';

export type FieldGroupProps = {
  readonly group: LaunchGroup;
  readonly sheets: Sheets;
};

/** The fields of one kind; what needs no thought stays closed until it is wanted. */
export function FieldGroup(props: FieldGroupProps) {
  const mode = () => props.sheets.read().settings.mode;
  const program = () => props.sheets.sheet().program;
  // By id, so that typing keeps the focus where it is.
  const fields = createMemo(() =>
    fieldsOf(program(), mode()).filter(({ group }) => group === props.group),
  );
  const isWrong = () =>
    fields().some(({ id }) => isMistake(props.sheets.problem(id))) ||
    (props.group === 'program' && isMistake(props.sheets.problem('models')));
  return (
    <Fold
      title={words().launch.groups[props.group]}
      isHeading
      isOpen={props.group !== 'service'}
      wrong={isWrong() ? words().launch.needsLook : undefined}
    >
      <div class={styles['fields']}>
        <For each={fields()}>
          {(field) => <LaunchFieldRow field={field} sheets={props.sheets} />}
        </For>
      </div>
      <Show when={props.group === 'program' && mode() === 'several'}>
        <ModelRows sheets={props.sheets} />
      </Show>
    </Fold>
  );
}
