import { createSignal, Show } from 'solid-js';
import { displayName, parseModelName } from '../../domain/model-name.ts';
import { words } from '../../i18n/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import type { ModelList } from './create-model-list.ts';
import styles from './InstalledPart.module.css';
import { useModels } from './models-context.ts';
import { nameTrouble } from './name-words.ts';

export type PullBarProps = {
  readonly list: ModelList;
  readonly onField: (field: HTMLInputElement) => void;
  /** Hands out a way to pull what is typed. */
  readonly onPull: (pull: () => void) => void;
};

/** One field that filters the list, and whose text can be pulled as a name. */
export function PullBar(props: PullBarProps) {
  const models = useModels();
  const t = () => words().models;
  const [chosenId, setChosenId] = createSignal<string>();
  const [trouble, setTrouble] = createSignal<string>();
  const [isBusy, setBusy] = createSignal(false);
  const target = () => {
    const able = models.able();
    return (
      able.find(({ id }) => id === chosenId()) ??
      able.find(({ health }) => health.status === 'up') ??
      able[0]
    );
  };
  const pull = async () => {
    const typed = props.list.filter();
    const wrong = nameTrouble(typed);
    const name = parseModelName(typed);
    const onto = target();
    setTrouble(wrong);
    if (wrong !== undefined || !name.ok || !onto || isBusy()) return;
    setBusy(true);
    const done = await models.pull(onto.id, displayName(name.name));
    setBusy(false);
    if (done) props.list.setFilter('');
  };
  props.onPull(() => void pull());
  return (
    <form
      class={styles['pull']}
      onSubmit={(event) => {
        event.preventDefault();
        void pull();
      }}
    >
      <span class={styles['name']}>
        <Field label={t().filter} labelHidden error={trouble()}>
          {(slot) => (
            <TextInput
              {...slot}
              ref={props.onField}
              type="search"
              autocapitalize="none"
              autocorrect="off"
              spellcheck={false}
              placeholder={models.able().length > 0 ? t().filter : t().filterOnly}
              title={t().filterHint}
              value={props.list.filter()}
              onInput={(text) => {
                setTrouble(undefined);
                props.list.setFilter(text);
              }}
            />
          )}
        </Field>
      </span>
      <Show when={target()}>
        {(onto) => (
          <>
            <Show when={models.able().length > 1}>
              <Select
                aria-label={t().pullOnto}
                title={t().pullOnto}
                options={models.able().map(({ id, name }) => ({ value: id, label: name }))}
                value={onto().id}
                onPick={setChosenId}
              />
            </Show>
            <Button type="submit" variant="primary" disabled={isBusy()}>
              {t().pull}
            </Button>
          </>
        )}
      </Show>
    </form>
  );
}
