/** `#/models` and its parts: installed, in memory, and one server as it runs. Find, Create and Launch are screens of their own. */
import { useParams } from '@solidjs/router';
import { createMemo, Match, Show, Suspense, Switch } from 'solid-js';
import { formatBytes } from '../../i18n/format.ts';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { createModels } from './create-models.ts';
import { FleetHead } from './FleetHead.tsx';
import { InstalledPart } from './InstalledPart.tsx';
import { ModelDialogs } from './ModelDialogs.tsx';
import { ModelsNav } from './ModelsNav.tsx';
import styles from './ModelsScreen.module.css';
import { spaceOf } from './model-rows.ts';
import { ModelsContext } from './models-context.ts';
import { LazyServerPanel } from './panel/LazyServerPanel.tsx';
import { RunningPart } from './RunningPart.tsx';

const parts = ['installed', 'running'] as const;
type Part = (typeof parts)[number] | 'server';

export function ModelsScreen() {
  const state = useAppState();
  const params = useParams<{ part?: string; id?: string }>();
  const models = createModels(state, () => params.part);
  const t = () => words().models;
  const current = (): Part => {
    if (params.part === 'server' && server()) return 'server';
    return parts.find((part) => part === params.part) ?? 'installed';
  };
  const part = () => parts.find((each) => each === current());
  const server = () => state.connections.byId(params.id ?? '');
  const space = createMemo(() => spaceOf(models.rows()));
  const summary = () => {
    const rows = models.rows();
    const servers = new Set(rows.map(({ connection }) => connection.id)).size;
    if (rows.length === 0) return '';
    return space() > 0
      ? t().summary(rows.length, servers, formatBytes(space()))
      : t().summaryPlain(rows.length, servers);
  };
  return (
    <ModelsContext.Provider value={models}>
      <div class={styles['page']}>
        <h1>{t().title}</h1>
        <Show when={summary()}>{(text) => <p class={styles['lead']}>{text()}</p>}</Show>
        <ModelsNav current={part()} />
        <Show when={current() !== 'server'}>
          <FleetHead />
        </Show>
        <Switch>
          <Match when={current() === 'installed'}>
            <InstalledPart />
          </Match>
          <Match when={current() === 'running'}>
            <RunningPart />
          </Match>
          <Match when={current() === 'server' && server()?.id} keyed>
            {(id) => (
              <Suspense>
                <LazyServerPanel connectionId={id} />
              </Suspense>
            )}
          </Match>
        </Switch>
      </div>
      <ModelDialogs />
    </ModelsContext.Provider>
  );
}
