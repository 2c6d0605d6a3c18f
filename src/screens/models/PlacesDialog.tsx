import { createMemo, createSignal, For } from 'solid-js';
import { words } from '../../i18n/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Switch } from '../../ui/Switch.tsx';
import { pullPlans } from './model-rows.ts';
import { useModels } from './models-context.ts';
import styles from './UpdatesDialog.module.css';

export type PlacesDialogProps = { readonly names: readonly string[] };

/** Pulls models on servers that do not have them yet. */
export function PlacesDialog(props: PlacesDialogProps) {
  const models = useModels();
  const t = () => words().models.places;
  /** Switched off by the person. */
  const [left, setLeft] = createSignal<ReadonlySet<string>>(new Set());
  const plans = createMemo(() => pullPlans(props.names, models.rows(), models.able()));
  const wanted = () => plans().filter(({ connection }) => !left().has(connection.id));
  const switchTo = (id: string, isWanted: boolean) =>
    setLeft((before) => {
      const next = new Set(before);
      if (isWanted) next.delete(id);
      else next.add(id);
      return next;
    });
  const pull = () => {
    const asked = wanted();
    models.close();
    for (const { connection, names } of asked) {
      const tasks = names.map((model) => ({ kind: 'pull', model }) as const);
      const [only] = tasks;
      if (only && tasks.length === 1) void models.jobs.add(connection.id, only);
      else void models.jobs.addAll(connection.id, tasks);
    }
  };
  return (
    <Dialog
      open
      title={t().title(props.names)}
      closeLabel={words().app.close}
      onClose={models.close}
      actions={
        <>
          <Button onClick={models.close}>{words().app.cancel}</Button>
          <Button variant="primary" disabled={wanted().length === 0} onClick={pull}>
            {t().confirm(wanted().length)}
          </Button>
        </>
      }
    >
      <p>{plans().length > 0 ? t().text : t().everywhere}</p>
      <ul class={styles['servers']}>
        <For each={plans()}>
          {({ connection, names }) => (
            <li>
              <Switch
                label={connection.name}
                hint={props.names.length > 1 ? t().lacks(names.length) : undefined}
                checked={!left().has(connection.id)}
                onChange={(isWanted) => switchTo(connection.id, isWanted)}
              />
            </li>
          )}
        </For>
      </ul>
    </Dialog>
  );
}
