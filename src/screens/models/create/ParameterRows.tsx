import { createUniqueId, For, Index } from 'solid-js';
import { parameterKind, parameterNames } from '../../../domain/model-parameters.ts';
import { words } from '../../../i18n/i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { Field } from '../../../ui/Field.tsx';
import { IconButton } from '../../../ui/IconButton.tsx';
import { TextInput } from '../../../ui/TextInput.tsx';
import type { Creating } from './create-creating.ts';
import type { CreateForm } from './create-form.ts';
import styles from './Fields.module.css';

export type ParameterRowsProps = {
  readonly creating: Creating;
  readonly wasSent: boolean;
};

type Row = CreateForm['parameters'][number];

/** Parameters as rows: known names with their unit and usual value; any other name is the server's to judge. */
export function ParameterRows(props: ParameterRowsProps) {
  const id = createUniqueId();
  let rows: HTMLUListElement | undefined;
  const t = () => words().create.parameters;
  const list = () => props.creating.form().parameters;
  const set = (parameters: readonly Row[]) =>
    props.creating.change({ parameters: parameters.map((each) => ({ ...each })) });
  const change = (row: number, part: Partial<Row>) =>
    set(list().map((each, at) => (at === row ? { ...each, ...part } : each)));
  const add = () => {
    set([...list(), { name: '', value: '' }]);
    rows?.querySelector<HTMLInputElement>('li:last-child input')?.focus();
  };
  const wrong = (row: number, is: 'nameless' | 'wrong') =>
    props.creating
      .problems()
      .some((each) => each.at === 'parameter' && each.row === row && each.is === is);
  const known = (name: string): readonly [string, string, string] | undefined => {
    const all: Readonly<Record<string, readonly [string, string, string]>> = t().known;
    return Object.hasOwn(all, name) ? all[name] : undefined;
  };
  const nameHint = (name: string) => {
    if (name === '') return undefined;
    return known(name)?.[0] ?? t().unknown;
  };
  const valueHint = (name: string) => {
    const facts = known(name);
    return facts && t().unit(facts[1], facts[2]);
  };
  const valueError = ({ name, value }: Row, row: number) => {
    if (!wrong(row, 'wrong') || (value === '' && !props.wasSent)) return undefined;
    return t().wrong[parameterKind(name) ?? 'text'];
  };
  return (
    <>
      <ul
        ref={(element) => {
          rows = element;
        }}
        class={styles['rows']}
      >
        <Index each={list()}>
          {(row, at) => (
            <li class={styles['row']}>
              <Field
                label={t().name}
                hint={nameHint(row().name)}
                error={wrong(at, 'nameless') ? t().nameMissing : undefined}
              >
                {(slot) => (
                  <TextInput
                    {...slot}
                    list={`${id}-names`}
                    spellcheck={false}
                    autocapitalize="none"
                    autocorrect="off"
                    placeholder="temperature"
                    value={row().name}
                    onInput={(name) => change(at, { name: name.trim() })}
                  />
                )}
              </Field>
              <Field label={t().value} hint={valueHint(row().name)} error={valueError(row(), at)}>
                {(slot) => (
                  <TextInput
                    {...slot}
                    spellcheck={false}
                    value={row().value}
                    onInput={(value) => change(at, { value })}
                  />
                )}
              </Field>
              <div class={styles['end']}>
                <IconButton
                  icon="trash"
                  label={t().remove(row().name)}
                  onClick={() => set(list().filter((_, other) => other !== at))}
                />
              </div>
            </li>
          )}
        </Index>
      </ul>
      <datalist id={`${id}-names`}>
        <For each={parameterNames}>
          {(name) => <option value={name}>{known(name)?.[0] ?? name}</option>}
        </For>
      </datalist>
      <div>
        <Button size="small" icon="plus" onClick={add}>
          {t().add}
        </Button>
      </div>
    </>
  );
}
