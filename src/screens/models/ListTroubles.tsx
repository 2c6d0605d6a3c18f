import { For, Show } from 'solid-js';
import type { CatalogueView } from '../../domain/model.ts';
import { faultText } from '../../i18n/fault-text.ts';
import { formatAgo } from '../../i18n/format.ts';
import { words } from '../../i18n/i18n.ts';
import { nowAt } from '../../lib/timing.ts';
import { useAppState } from '../../state/create-state.ts';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import styles from './InstalledPart.module.css';
import { listsInstalled } from './model-rows.ts';

/** Servers whose list is not of now: why, and how old what is shown is. */
export function ListTroubles() {
  const state = useAppState();
  const t = () => words().models.empty;
  const troubled = () =>
    state.connections.list.flatMap((connection) => {
      if (!connection.enabled || !listsInstalled(connection)) return [];
      const list = state.connections.catalogues.find(({ id }) => id === connection.id);
      const { health } = connection;
      const fault = list?.fault ?? (health.status === 'down' ? health.fault : undefined);
      return fault ? [{ connection, list, fault }] : [];
    });
  const age = (list: CatalogueView | undefined) =>
    list && list.fetchedAt > 0 ? words().models.listedOld(formatAgo(list.fetchedAt, nowAt())) : '';
  return (
    <Show when={troubled().length > 0}>
      <ul class={styles['troubles']}>
        <For each={troubled()}>
          {({ connection, list, fault }) => (
            <li>
              <Icon name="warning" size="small" />
              <span>
                <b>{connection.name}</b>
                {': '}
                {faultText(fault).title}
                <Show when={age(list)}>{(text) => <small> · {text()}</small>}</Show>
              </span>
              <Button
                size="small"
                onClick={() => {
                  void state.connections.check(connection.id);
                  void state.connections.refreshModels(connection.id);
                }}
              >
                {t().retry}
              </Button>
            </li>
          )}
        </For>
      </ul>
    </Show>
  );
}
