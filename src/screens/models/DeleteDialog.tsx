import { createMemo, createSignal, For, onCleanup, Show } from 'solid-js';
import { formatBytes } from '../../i18n/format.ts';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import styles from './DetailsDialog.module.css';
import { freedOn, rowsToAsk } from './freed-space.ts';
import { type ModelRow, refOf } from './model-rows.ts';
import { useModels } from './models-context.ts';

export type DeleteDialogProps = { readonly rows: readonly ModelRow[] };

const mostNamed = 12;

/** Asks before models go, and tells the space that gives back: what other models share stays. */
export function DeleteDialog(props: DeleteDialogProps) {
  const state = useAppState();
  const models = useModels();
  const t = () => words().models.deleteModels;
  const [blobs, setBlobs] = createSignal<ReadonlyMap<string, readonly string[]>>(new Map());
  const [isAsking, setAsking] = createSignal(true);
  let isGone = false;
  onCleanup(() => {
    isGone = true;
  });
  /** One after the other: it is only for a figure. */
  const look = async () => {
    for (const row of rowsToAsk(props.rows, models.rows())) {
      try {
        const details = await state.engine.call('models.details', refOf(row));
        if (isGone) return;
        const { blobs: found } = details ?? {};
        if (found) setBlobs((before) => new Map([...before, [row.id, found]]));
      } catch {
        // Its server does not tell now: the figure stays what is known without it.
        if (isGone) return;
      }
    }
    setAsking(false);
  };
  void look();

  const freed = createMemo(() => freedOn(props.rows, models.rows(), blobs()));
  const isHere = () => props.rows.every(({ connection }) => connection.kind === 'browser');
  const loaded = () => props.rows.filter(models.isLoaded);
  const space = () => {
    const { bytes, sharedWith, unknown } = freed();
    if (isAsking()) return t().asking;
    if (unknown.length > 0)
      return bytes === 0 ? t().freesUnknown : t().freesAtLeast(formatBytes(bytes));
    if (bytes === 0 && sharedWith.length > 0) return t().freesNothing;
    return t().frees(formatBytes(bytes));
  };
  const remove = () => {
    const { rows } = props;
    models.close();
    void models.queue(rows, ({ model }) => ({ kind: 'delete', model: model.name }));
  };
  const title = () => {
    const [only] = props.rows;
    return only && props.rows.length === 1
      ? t().one(only.model.name, only.connection.name)
      : t().many(props.rows.length);
  };
  return (
    <Dialog
      open
      kind="alert"
      title={title()}
      closeLabel={words().app.close}
      onClose={models.close}
      actions={
        <>
          <Button autofocus onClick={models.close}>
            {words().app.cancel}
          </Button>
          <Button variant="danger" onClick={remove}>
            {t().confirm}
          </Button>
        </>
      }
    >
      <Show when={props.rows.length > 1}>
        <ul>
          <For each={props.rows.slice(0, mostNamed)}>
            {({ model, connection }) => <li>{t().place(model.name, connection.name)}</li>}
          </For>
          <Show when={props.rows.length > mostNamed}>
            <li>{t().more(props.rows.length - mostNamed)}</li>
          </Show>
        </ul>
      </Show>
      <p aria-live="polite">
        {space()}
        <Show when={!isAsking() && freed().sharedWith.length > 0}>
          {' '}
          {t().shared(freed().sharedWith.slice(0, mostNamed).join(', '))}
        </Show>
      </p>
      <Show when={loaded().length > 0}>
        <p>{t().loaded(loaded().length)}</p>
      </Show>
      <p class={styles['hint']}>{isHere() ? t().undoHere : t().undo}</p>
    </Dialog>
  );
}
