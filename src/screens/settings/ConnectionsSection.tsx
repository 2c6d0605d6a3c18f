import { For, Show } from 'solid-js';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import styles from './SettingsScreen.module.css';

/** A way over to the Connect screen, where servers are added and changed. */
export function ConnectionsSection() {
  const { connections } = useAppState();
  const t = () => words().settings.connections;
  return (
    <section class={styles['group']} aria-labelledby="settings-connections">
      <h2 id="settings-connections">{words().settings.sections.connections}</h2>
      <p>{t().text}</p>
      <Show when={connections.list.length > 0} fallback={<p class={styles['quiet']}>{t().none}</p>}>
        <ul class={styles['lines']}>
          <For each={connections.list}>
            {(each) => (
              <li>
                <a href={`#/connect?c=${encodeURIComponent(each.id)}`}>{each.name}</a>
                <small>{each.enabled ? words().app.health[each.health.status] : t().off}</small>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <p>
        <a href="#/connect">{t().open}</a>
      </p>
    </section>
  );
}
