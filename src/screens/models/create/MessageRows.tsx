import { Index } from 'solid-js';
import { words } from '../../../i18n/i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { Field } from '../../../ui/Field.tsx';
import { IconButton } from '../../../ui/IconButton.tsx';
import { Select } from '../../../ui/Select.tsx';
import { TextArea } from '../../../ui/TextArea.tsx';
import type { Creating } from './create-creating.ts';
import { type CreateForm, messageRoles } from './create-form.ts';
import styles from './Fields.module.css';

export type MessageRowsProps = {
  readonly creating: Creating;
};

type Row = CreateForm['messages'][number];

/** An example conversation that the model begins with. */
export function MessageRows(props: MessageRowsProps) {
  let rows: HTMLUListElement | undefined;
  const t = () => words().create.messages;
  const list = () => props.creating.form().messages;
  const set = (messages: readonly Row[]) =>
    props.creating.change({ messages: messages.map((each) => ({ ...each })) });
  const change = (row: number, part: Partial<Row>) =>
    set(list().map((each, at) => (at === row ? { ...each, ...part } : each)));
  const add = () => {
    // They take turns.
    const role = list().at(-1)?.role === 'user' ? 'assistant' : 'user';
    set([...list(), { role, content: '' }]);
    rows?.querySelector<HTMLElement>('li:last-child textarea')?.focus();
  };
  return (
    <>
      <p class={styles['quiet']}>{t().text}</p>
      <ul
        ref={(element) => {
          rows = element;
        }}
        class={styles['rows']}
      >
        <Index each={list()}>
          {(row, at) => (
            <li class={styles['message']}>
              <Field label={t().role}>
                {(slot) => (
                  <Select
                    {...slot}
                    options={messageRoles.map((role) => ({ value: role, label: t().roles[role] }))}
                    value={row().role}
                    onPick={(picked) => {
                      const role = messageRoles.find((each) => each === picked);
                      if (role) change(at, { role });
                    }}
                  />
                )}
              </Field>
              <Field label={t().content}>
                {(slot) => (
                  <TextArea
                    {...slot}
                    rows={2}
                    value={row().content}
                    onInput={(content) => change(at, { content })}
                  />
                )}
              </Field>
              <div class={styles['end']}>
                <IconButton
                  icon="trash"
                  label={t().remove(at + 1)}
                  onClick={() => set(list().filter((_, other) => other !== at))}
                />
              </div>
            </li>
          )}
        </Index>
      </ul>
      <div>
        <Button size="small" icon="plus" onClick={add}>
          {t().add}
        </Button>
      </div>
    </>
  );
}
