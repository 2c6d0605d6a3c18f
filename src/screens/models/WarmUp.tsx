import { createMemo, createSignal, Show } from 'solid-js';
import { modelTitle } from '../../domain/model-title.ts';
import { words } from '../../i18n/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { Select } from '../../ui/Select.tsx';
import { LazyFitLine } from './fit/LazyFitLine.tsx';
import { sortRows } from './model-rows.ts';
import { canHold } from './model-verbs.ts';
import { useModels } from './models-context.ts';
import styles from './RunningPart.module.css';

/** Loads a model before its first message. */
export function WarmUp() {
  const models = useModels();
  const t = () => words().models.running;
  const [chosenId, setChosenId] = createSignal<string>();
  const choices = createMemo(() =>
    sortRows(
      models.rows().filter((row) => canHold(row) && !models.isLoaded(row)),
      'name-up',
    ),
  );
  const chosen = () => choices().find(({ id }) => id === chosenId()) ?? choices()[0];
  return (
    <Show when={chosen()}>
      {(row) => (
        <>
          <form
            class={styles['warm']}
            aria-label={t().warmUp}
            onSubmit={(event) => {
              event.preventDefault();
              models.run('load', row());
            }}
          >
            <Field label={t().warmUp}>
              {(slot) => (
                <Select
                  {...slot}
                  options={choices().map(({ id, model, connection }) => ({
                    value: id,
                    label: `${modelTitle(model.name)} · ${connection.name}`,
                  }))}
                  value={row().id}
                  onPick={setChosenId}
                />
              )}
            </Field>
            <Button type="submit">{t().warmUpDo}</Button>
          </form>
          <LazyFitLine
            connectionId={row().connection.id}
            model={row().model.name}
            sizeBytes={row().model.sizeBytes}
          />
        </>
      )}
    </Show>
  );
}
