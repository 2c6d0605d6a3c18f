import { useNavigate } from '@solidjs/router';
import { createSignal, onCleanup, Show } from 'solid-js';
import { words } from '../../../i18n/i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { Field } from '../../../ui/Field.tsx';
import { Select } from '../../../ui/Select.tsx';
import { TextInput } from '../../../ui/TextInput.tsx';
import { nameTrouble } from '../name-words.ts';
import styles from './Find.module.css';
import { useFind } from './find-context.ts';

/**
 * One field that searches, filters, and holds a name to pull. Enter searches and never pulls: whoever filters a list does
 * not want gigabytes.
 */
export function FindBar() {
  const find = useFind();
  const navigate = useNavigate();
  const t = () => words().find;
  const [trouble, setTrouble] = createSignal<string>();
  const [isBusy, setBusy] = createSignal(false);
  let field: HTMLInputElement | undefined;

  const onFind = (event: KeyboardEvent) => {
    const isFind = event.key.toLowerCase() === 'f' && (event.ctrlKey || event.metaKey);
    if (!isFind || event.shiftKey || event.altKey || event.defaultPrevented) return;
    if (document.querySelector('dialog:modal')) return;
    event.preventDefault();
    field?.focus();
    field?.select();
  };
  document.addEventListener('keydown', onFind);
  onCleanup(() => document.removeEventListener('keydown', onFind));

  const pull = async () => {
    const wrong = nameTrouble(find.text());
    setTrouble(wrong);
    if (wrong !== undefined || isBusy()) {
      field?.focus();
      return;
    }
    setBusy(true);
    await find.pull(find.text());
    setBusy(false);
  };
  return (
    <form
      class={styles['bar']}
      onSubmit={(event) => {
        event.preventDefault();
        if (find.place() !== 'hub') return;
        if (find.repo() !== undefined) navigate(find.placeLink('hub').slice(1));
        if (find.mayAsk()) find.search();
      }}
    >
      <span class={styles['field']}>
        <Field label={t().field} labelHidden error={trouble()}>
          {(slot) => (
            <TextInput
              {...slot}
              ref={(element: HTMLInputElement) => {
                field = element;
              }}
              type="search"
              maxlength={200}
              autocapitalize="none"
              autocorrect="off"
              spellcheck={false}
              placeholder={t().field}
              title={t().fieldHint}
              value={find.text()}
              onInput={(typed) => {
                setTrouble(undefined);
                find.type(typed);
              }}
            />
          )}
        </Field>
      </span>
      <Show when={find.place() === 'hub'}>
        <Button type="submit" disabled={!find.mayAsk()}>
          {t().search}
        </Button>
      </Show>
      <Show
        when={find.target()}
        fallback={
          <p class={styles['quiet']}>
            {t().noServer} <a href="#/connect">{t().connect}</a>
          </p>
        }
      >
        {(onto) => (
          <>
            <Show when={find.able().length > 1}>
              <Select
                aria-label={t().pullOnto}
                title={t().pullOnto}
                options={find.able().map(({ id, name }) => ({ value: id, label: name }))}
                value={onto().id}
                onPick={find.choose}
              />
            </Show>
            <Button
              variant="primary"
              aria-label={
                nameTrouble(find.text()) === undefined ? t().pullOne(find.text().trim()) : undefined
              }
              disabled={isBusy()}
              onClick={() => void pull()}
            >
              {t().pull}
            </Button>
          </>
        )}
      </Show>
    </form>
  );
}
