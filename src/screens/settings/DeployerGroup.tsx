import { createSignal, For, Show } from 'solid-js';
import { faultText, loadFaultWords } from '../../i18n/fault-text.ts';
import { words } from '../../i18n/i18n.ts';
import type { ConfigState } from '../../state/config.ts';
import styles from './SettingsScreen.module.css';

export type DeployerGroupProps = { readonly config: ConfigState };

/** Shown only where a deployer's file sets something fast, or holds something that could not be used. */
export function DeployerGroup(props: DeployerGroupProps) {
  const t = () => words().settings.deployer;
  const [hasWords, setHasWords] = createSignal(false);
  loadFaultWords()
    .then(() => setHasWords(true))
    .catch(() => setHasWords(true)); // its code stands for a fault then
  return (
    <Show when={props.config.hasLocked || props.config.faults.length > 0}>
      <section class={styles['group']} aria-labelledby="settings-deployer">
        <h2 id="settings-deployer">{t().title}</h2>
        <Show when={props.config.hasLocked}>
          <p>{t().locked}</p>
        </Show>
        <Show when={props.config.faults.length > 0 && hasWords()}>
          <p>{t().leftOut}</p>
          <ul class={styles['bullets']}>
            <For each={props.config.faults}>
              {(fault) => (
                <li>
                  {faultText(fault).title} {faultText(fault).next}
                </li>
              )}
            </For>
          </ul>
        </Show>
      </section>
    </Show>
  );
}
