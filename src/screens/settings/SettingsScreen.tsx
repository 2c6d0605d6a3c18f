/** Settings, by section: `#/settings/general`, `connections`, `vault`, `data`, `about`. Every change takes effect at once. */
import { useParams } from '@solidjs/router';
import { For, lazy, Match, Suspense, Switch } from 'solid-js';
import { words } from '../../i18n/i18n.ts';
import { AboutSection } from './AboutSection.tsx';
import { ConnectionsSection } from './ConnectionsSection.tsx';
import { DataSection } from './DataSection.tsx';
import { GeneralSection } from './GeneralSection.tsx';
import styles from './SettingsScreen.module.css';

const sections = ['general', 'connections', 'vault', 'data', 'about'] as const;
/** Large, and seldom looked at. */
const VaultSection = lazy(async () => ({
  default: (await import('./VaultSection.tsx')).VaultSection,
}));

export function SettingsScreen() {
  const params = useParams<{ section?: string }>();
  const current = () => sections.find((each) => each === params.section) ?? 'general';
  return (
    <div class={styles['page']}>
      <h1>{words().settings.title}</h1>
      <nav class={styles['nav']} aria-label={words().settings.nav}>
        <For each={sections}>
          {(section) => (
            <a
              href={`#/settings/${section}`}
              aria-current={section === current() ? 'page' : undefined}
            >
              {words().settings.sections[section]}
            </a>
          )}
        </For>
      </nav>
      <div class={styles['section']}>
        <Switch>
          <Match when={current() === 'general'}>
            <GeneralSection />
          </Match>
          <Match when={current() === 'connections'}>
            <ConnectionsSection />
          </Match>
          <Match when={current() === 'vault'}>
            <Suspense>
              <VaultSection />
            </Suspense>
          </Match>
          <Match when={current() === 'data'}>
            <DataSection />
          </Match>
          <Match when={current() === 'about'}>
            <AboutSection />
          </Match>
        </Switch>
      </div>
    </div>
  );
}
