import { createSignal, For, lazy, Show, Suspense } from 'solid-js';
import type { ConnectionView } from '../../domain/connection.ts';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import styles from './ConnectionList.module.css';
import { ConnectionRow, type RowVerb } from './ConnectionRow.tsx';
import { DefaultModel } from './DefaultModel.tsx';
import { orderChanges } from './order.ts';
import { RemoveConnection } from './RemoveConnection.tsx';

export type ConnectionListProps = {
  /** The connection that the doctor shows. */
  readonly current: string | undefined;
  readonly onDoctor: (id: string) => void;
  readonly onSay: (text: string) => void;
};

type Asked = 'edit' | 'remove' | 'default';

const ConnectionEditor = lazy(async () => ({
  default: (await import('./ConnectionEditor.tsx')).ConnectionEditor,
}));

/** What is connected, with health in words; each can be checked, changed, moved, switched off and deleted. */
export function ConnectionList(props: ConnectionListProps) {
  const state = useAppState();
  const keys = state.vault.watchKeys();
  const [asked, setAsked] = createSignal<{ id: string; verb: Asked }>();
  const t = () => words().connect;
  const list = () => state.connections.list;
  const subject = (verb: Asked) => {
    const open = asked();
    return open?.verb === verb ? state.connections.byId(open.id) : undefined;
  };
  const close = () => setAsked(undefined);

  const check = async ({ id, name }: ConnectionView) => {
    await state.connections.check(id);
    const status = state.connections.byId(id)?.health.status ?? 'unknown';
    props.onSay(t().status.checked(name, words().app.health[status]));
  };
  const refresh = async ({ id, name }: ConnectionView) => {
    props.onSay(t().status.refreshing(name));
    await state.connections.refreshModels(id);
    const now = state.connections.catalogues.find((each) => each.connectionId === id);
    const models = t().found.models(now?.models.length ?? 0);
    props.onSay(now?.fault ? t().status.refreshFailed(name) : t().status.refreshed(name, models));
  };
  const moved = async ({ id, name }: ConnectionView, steps: number) => {
    const changes = orderChanges(list(), id, steps);
    if (changes.length === 0) return;
    const place = list().findIndex((each) => each.id === id) + steps + 1;
    await Promise.all(changes.map(state.connections.change));
    props.onSay(t().status.moved(name, place, list().length));
  };
  const run = (connection: ConnectionView, verb: RowVerb) => {
    const { id } = connection;
    if (verb === 'check') void check(connection);
    if (verb === 'doctor') props.onDoctor(id);
    if (verb === 'refresh') void refresh(connection);
    if (verb === 'up' || verb === 'down') void moved(connection, verb === 'up' ? -1 : 1);
    if (verb === 'edit' || verb === 'remove' || verb === 'default') setAsked({ id, verb });
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
                catalogue={state.connections.catalogues.find(
                  (each) => each.connectionId === connection.id,
                )}
                keys={keys.value ?? []}
                isCurrent={props.current === connection.id}
                isFirst={index() === 0}
                isLast={index() === list().length - 1}
                onSwitch={(enabled) =>
                  void state.connections.change({ id: connection.id, enabled })
                }
                onMove={(steps) => void moved(connection, steps)}
                onVerb={(verb) => run(connection, verb)}
              />
            )}
          </For>
        </ul>
      </Show>
      <Suspense>
        <Show when={subject('edit')}>
          {(connection) => <ConnectionEditor connection={connection()} onClose={close} />}
        </Show>
      </Suspense>
      <DefaultModel connection={subject('default')} onClose={close} onSay={props.onSay} />
      <RemoveConnection connection={subject('remove')} onClose={close} />
    </section>
  );
}
