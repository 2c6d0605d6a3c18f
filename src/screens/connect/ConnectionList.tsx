import { createSignal, For, Show } from 'solid-js';
import type { ConnectionView } from '../../domain/connection.ts';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ConnectionForm } from './ConnectionForm.tsx';
import styles from './ConnectionList.module.css';
import { ConnectionRow, type RowVerb } from './ConnectionRow.tsx';
import { orderChanges } from './order.ts';

export type ConnectionListProps = {
  /** The connection that the doctor shows. */
  readonly current: string | undefined;
  readonly onDoctor: (id: string) => void;
  readonly onSay: (text: string) => void;
};

/** What is connected, with health in words; each can be checked, changed, switched off and deleted. */
export function ConnectionList(props: ConnectionListProps) {
  const state = useAppState();
  const [asked, setAsked] = createSignal<{ id: string; verb: 'edit' | 'remove' }>();
  const t = () => words().connect;
  const list = () => state.connections.list;
  const subject = (verb: 'edit' | 'remove') => {
    const open = asked();
    return open?.verb === verb ? state.connections.byId(open.id) : undefined;
  };
  const close = () => setAsked(undefined);

  const check = async ({ id, name }: ConnectionView) => {
    await state.connections.check(id);
    const status = state.connections.byId(id)?.health.status ?? 'unknown';
    props.onSay(t().status.checked(name, words().app.health[status]));
  };
  const move = (id: string, step: -1 | 1) => {
    for (const change of orderChanges(list(), id, step)) void state.connections.change(change);
  };
  const run = (connection: ConnectionView, verb: RowVerb) => {
    const { id } = connection;
    if (verb === 'check') void check(connection);
    if (verb === 'doctor') props.onDoctor(id);
    if (verb === 'up' || verb === 'down') move(id, verb === 'up' ? -1 : 1);
    if (verb === 'edit' || verb === 'remove') setAsked({ id, verb });
  };
  return (
    <section class={styles['section']} aria-labelledby="connect-list">
      <h2 id="connect-list">{t().list.title}</h2>
      <Show when={list().length > 0} fallback={<p class={styles['empty']}>{t().list.empty}</p>}>
        <ul class={styles['list']}>
          <For each={list()}>
            {(connection, index) => (
              <ConnectionRow
                connection={connection}
                isCurrent={props.current === connection.id}
                isFirst={index() === 0}
                isLast={index() === list().length - 1}
                onSwitch={(enabled) =>
                  void state.connections.change({ id: connection.id, enabled })
                }
                onVerb={(verb) => run(connection, verb)}
              />
            )}
          </For>
        </ul>
      </Show>
      <Dialog
        open={subject('edit') !== undefined}
        title={t().edit.title(subject('edit')?.name ?? '')}
        closeLabel={t().edit.close}
        onClose={close}
      >
        <Show when={subject('edit')}>
          {(connection) => <ConnectionForm connection={connection()} onClose={close} />}
        </Show>
      </Dialog>
      <Dialog
        kind="alert"
        open={subject('remove') !== undefined}
        title={t().remove.title(subject('remove')?.name ?? '')}
        closeLabel={t().edit.close}
        onClose={close}
        actions={
          <>
            <Button onClick={close}>{t().edit.cancel}</Button>
            <Button
              variant="danger"
              onClick={() => {
                const gone = subject('remove');
                close();
                if (gone) void state.connections.remove(gone.id);
              }}
            >
              {t().remove.confirm}
            </Button>
          </>
        }
      >
        <p>{t().remove.text}</p>
      </Dialog>
    </section>
  );
}
