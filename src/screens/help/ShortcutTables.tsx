import { createMemo, For, Show } from 'solid-js';
import { words } from '../../i18n/i18n.ts';
import { shortcuts } from '../../state/shortcuts.ts';
import { Kbd } from '../../ui/Kbd.tsx';
import styles from './ShortcutTables.module.css';

/** One table per group, in the order in which the groups first appear. */
export function ShortcutTables() {
  const t = () => words().help.shortcuts;
  const groups = createMemo(() => [...new Set(shortcuts().map((each) => each.group))]);
  return (
    <Show when={groups().length > 0} fallback={<p>{t().none}</p>}>
      <div class={styles['tables']}>
        <For each={groups()}>
          {(group) => (
            <table>
              <caption>{group}</caption>
              <thead class="sr-only">
                <tr>
                  <th scope="col">{t().action}</th>
                  <th scope="col">{t().keys}</th>
                </tr>
              </thead>
              <tbody>
                <For each={shortcuts().filter((each) => each.group === group)}>
                  {(shortcut) => (
                    <tr>
                      <td>{shortcut.title}</td>
                      <td>
                        <Kbd keys={shortcut.keys} />
                      </td>
                    </tr>
                  )}
                </For>
              </tbody>
            </table>
          )}
        </For>
      </div>
    </Show>
  );
}
