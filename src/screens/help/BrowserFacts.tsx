import { createSignal, For } from 'solid-js';
import { words } from '../../i18n/i18n.ts';
import { Icon } from '../../ui/Icon.tsx';
import styles from './BrowserFacts.module.css';

const factNames = ['secure', 'offline', 'shared', 'locks', 'clipboard', 'persistent'] as const;

/** What this browser grants this page, felt for and not guessed from its name. */
export function BrowserFacts() {
  const [isPersistent, setPersistent] = createSignal(false);
  if ('storage' in navigator) {
    navigator.storage
      .persisted()
      .then(setPersistent)
      .catch(() => setPersistent(false));
  }
  const has = {
    secure: () => window.isSecureContext,
    offline: () => 'serviceWorker' in navigator,
    shared: () => 'SharedWorker' in window,
    locks: () => 'locks' in navigator,
    clipboard: () => 'clipboard' in navigator,
    persistent: isPersistent,
  };
  return (
    <ul class={styles['facts']}>
      <For each={factNames}>
        {(name) => (
          <li data-is={has[name]() ? 'yes' : 'no'}>
            <Icon name={has[name]() ? 'check' : 'close'} size="small" />
            <span>{words().help.browsers.facts[name]}</span>
            <small>{has[name]() ? words().help.browsers.yes : words().help.browsers.no}</small>
          </li>
        )}
      </For>
    </ul>
  );
}
