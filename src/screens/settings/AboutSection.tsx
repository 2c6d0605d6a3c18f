import { createSignal, For, Show } from 'solid-js';
import { faultFrom } from '../../domain/fault.ts';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { Logo } from '../../ui/Logo.tsx';
import styles from './AboutSection.module.css';
import shared from './SettingsScreen.module.css';

type EngineFacts = {
  readonly host: 'shared' | 'dedicated' | 'page';
  readonly storage: 'disk' | 'memory';
};

/** What this is, where its engine runs, and whom it contacts. */
export function AboutSection() {
  const state = useAppState();
  const [engine, setEngine] = createSignal<EngineFacts>();
  const t = () => words().settings.about;
  state.engine
    .call('engine.info', null)
    .then(setEngine)
    .catch((error) => state.notices.showFault(faultFrom(error)));
  const rows = () => {
    const now = engine();
    return [
      [t().version, __BUILD_ID__.split('+')[0] ?? ''],
      [t().build, __BUILD_ID__],
      [t().engine, now ? t().hosts[now.host] : t().unknown],
      [t().storage, now ? t().storages[now.storage] : t().unknown],
    ] as const;
  };
  return (
    <>
      <section class={shared['group']} aria-label={words().settings.sections.about}>
        <div class={styles['head']}>
          <Logo />
          <div>
            <h2>{words().app.name}</h2>
            <p>{t().lead}</p>
          </div>
        </div>
        <dl class={styles['facts']}>
          <For each={rows()}>
            {([name, value]) => (
              <div>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            )}
          </For>
        </dl>
      </section>
      <section class={shared['group']} aria-labelledby="settings-contact">
        <h2 id="settings-contact">{t().contactTitle}</h2>
        <ul class={shared['bullets']}>
          <For each={t().contact}>{(line) => <li>{line}</li>}</For>
        </ul>
        <Show when={state.connections.list.length > 0}>
          <ul class={shared['lines']}>
            <For each={state.connections.list}>
              {(each) => (
                <li>
                  <span>{each.name}</span>
                  <small>{each.baseUrl}</small>
                </li>
              )}
            </For>
          </ul>
        </Show>
      </section>
      <section class={shared['group']} aria-label={t().licences}>
        <p>{t().licence}</p>
        <p>
          <a href="licenses.txt" target="_blank" rel="noopener">
            {t().licences}
          </a>
        </p>
      </section>
    </>
  );
}
