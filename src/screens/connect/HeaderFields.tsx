import { Index, Show } from 'solid-js';
import { words } from '../../i18n/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Switch } from '../../ui/Switch.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import type { HeaderDraft } from './connection-draft.ts';
import styles from './HeaderFields.module.css';

export type HeaderFieldsProps = {
  readonly headers: readonly HeaderDraft[];
  /** What the vendor lets pass, where it is known to have a list. */
  readonly allowed: { readonly by: string; readonly names: readonly string[] } | undefined;
  readonly problem: (index: number) => string | undefined;
  readonly onChange: (headers: readonly HeaderDraft[]) => void;
};

const emptyHeader: HeaderDraft = { name: '', value: '', isSecret: false, isKept: false };
const mostHeaders = 20;

/** Headers sent with every request. The value of a secret one goes to the vault and is not shown again. */
export function HeaderFields(props: HeaderFieldsProps) {
  let rows: HTMLUListElement | undefined;
  const t = () => words().presets.headers;
  const change = (index: number, part: Partial<HeaderDraft>) => {
    props.onChange(props.headers.map((each, at) => (at === index ? { ...each, ...part } : each)));
  };
  const add = () => {
    props.onChange([...props.headers, emptyHeader]);
    rows?.querySelector<HTMLInputElement>('li:last-child input')?.focus();
  };
  const allowed = () => {
    const list = props.allowed;
    if (!list) return undefined;
    return list.names.length === 0
      ? t().none(list.by)
      : t().allowed(list.by, list.names.join(', '));
  };
  return (
    <div class={styles['fields']}>
      <p class={styles['quiet']}>{allowed() ?? t().warning}</p>
      <ul
        ref={(element) => {
          rows = element;
        }}
        class={styles['rows']}
      >
        <Index each={props.headers}>
          {(header, index) => (
            <li class={styles['row']}>
              <Field label={t().name} error={props.problem(index)}>
                {(slot) => (
                  <TextInput
                    {...slot}
                    autocapitalize="none"
                    spellcheck={false}
                    placeholder="X-Team"
                    value={header().name}
                    onInput={(name) => change(index, { name, isKept: false })}
                  />
                )}
              </Field>
              <Field label={t().value}>
                {(slot) => (
                  <TextInput
                    {...slot}
                    type={header().isSecret ? 'password' : 'text'}
                    spellcheck={false}
                    placeholder={header().isKept ? t().keptValue : ''}
                    value={header().value}
                    onInput={(value) => change(index, { value })}
                  />
                )}
              </Field>
              <div class={styles['end']}>
                <Switch
                  label={t().secret}
                  checked={header().isSecret}
                  onChange={(isSecret) => change(index, { isSecret, isKept: false })}
                />
                <IconButton
                  icon="trash"
                  label={t().remove(header().name)}
                  onClick={() => props.onChange(props.headers.filter((_, at) => at !== index))}
                />
              </div>
            </li>
          )}
        </Index>
      </ul>
      <Show when={props.headers.length < mostHeaders && props.allowed?.names.length !== 0}>
        <div>
          <Button size="small" icon="plus" onClick={add}>
            {t().add}
          </Button>
        </div>
      </Show>
    </div>
  );
}
