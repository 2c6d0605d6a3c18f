import { Match, Show, Switch as When } from 'solid-js';
import {
  choicesOf,
  type LaunchField,
  type LaunchFieldId,
  toldTo,
  usualValue,
} from '../../../domain/launch/fields.ts';
import { words } from '../../../i18n/i18n.ts';
import { Field } from '../../../ui/Field.tsx';
import { Select } from '../../../ui/Select.tsx';
import { Switch } from '../../../ui/Switch.tsx';
import { TextInput } from '../../../ui/TextInput.tsx';
import type { Sheets } from './create-sheets.ts';
import styles from './LaunchFields.module.css';
import { choiceWords, fieldWords, isMistake } from './launch-words.ts';

export type LaunchFieldRowProps = {
  readonly field: LaunchField & { readonly id: LaunchFieldId };
  readonly sheets: Sheets;
};

/** One field with what it is for, and how the program itself calls it. */
export function LaunchFieldRow(props: LaunchFieldRowProps) {
  const t = () => words().launch;
  const program = () => props.sheets.sheet().program;
  const text = () => fieldWords(program(), props.field.id);
  const value = () => props.sheets.sheet().values[props.field.id] ?? '';
  const usual = () => usualValue(program(), props.field.id);
  const set = (next: string) => props.sheets.setValue(props.field.id, next);
  const error = () => {
    const found = props.sheets.problem(props.field.id);
    return found && isMistake(found) ? t().problems[found.reason] : undefined;
  };
  const ownName = () => {
    const told = toldTo(program(), props.field);
    if (typeof told !== 'object') return undefined;
    return 'flags' in told ? told.flags[0] : told.env;
  };
  const hint = () => (
    <>
      {text()[1]}{' '}
      <Show when={ownName()}>{(own) => <span class={styles['flag']}>{own()}</span>}</Show>
    </>
  );
  const byItself = () => {
    const known = usual();
    return known === ''
      ? t().byItself
      : t().byItselfIs(choiceWords(props.field.id, known) ?? known);
  };
  return (
    <When
      fallback={
        <Field label={text()[0]} hint={hint()} error={error()}>
          {(slot) => (
            <TextInput
              {...slot}
              spellcheck={false}
              autocapitalize="none"
              autocorrect="off"
              inputmode={props.field.kind === 'int' ? 'numeric' : undefined}
              placeholder={usual() === '' ? undefined : t().usual(usual())}
              value={value()}
              onInput={set}
            />
          )}
        </Field>
      }
    >
      <Match when={props.field.kind === 'switch'}>
        <Switch
          label={text()[0]}
          hint={hint()}
          checked={value() === 'yes'}
          onChange={(isOn) => set(isOn ? 'yes' : '')}
        />
      </Match>
      <Match when={props.field.kind === 'choice'}>
        <Field label={text()[0]} hint={hint()} error={error()}>
          {(slot) => (
            <Select
              {...slot}
              options={[
                { value: '', label: byItself() },
                ...choicesOf(program(), props.field).map((choice) => ({
                  value: choice,
                  label: choiceWords(props.field.id, choice) ?? choice,
                })),
              ]}
              value={value()}
              onPick={set}
            />
          )}
        </Field>
      </Match>
    </When>
  );
}
