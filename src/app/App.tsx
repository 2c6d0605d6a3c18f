/** The page: the router with the frame around its screens, or the screen for an engine that could not start. */
import { HashRouter } from '@solidjs/router';
import { createEffect, lazy, on, onCleanup, Show, Suspense } from 'solid-js';
import { chooseLanguage, language } from '../i18n/i18n.ts';
import { type AppState, useAppState } from '../state/create-state.ts';
import { createEngineStatus } from '../state/engine-status.ts';
import { createAppliedTheme } from '../themes/apply.ts';
import { themeById } from '../themes/built-in.ts';
import { Frame } from './Frame.tsx';
import { routeRows } from './routes.ts';
import { watchUpdates } from './updates.ts';

const StartFailed = lazy(async () => ({
  default: (await import('./StartFailed.tsx')).StartFailed,
}));

const routes = routeRows.map(({ path, component }) => ({ path, component }));

export function App() {
  const state = useAppState();
  const engine = createEngineStatus(state.engine);
  showChoices(state);
  watchUpdates(state);
  const fault = () => {
    const status = engine.status();
    return status.state === 'failed' ? status.fault : undefined;
  };
  return (
    <Show
      when={fault()}
      fallback={
        <HashRouter
          root={(props) => <Frame engine={engine}>{props.children}</Frame>}
          explicitLinks
          preload={false}
        >
          {routes}
        </HashRouter>
      }
    >
      {(found) => (
        <Suspense>
          <StartFailed fault={found()} engine={state.engine} />
        </Suspense>
      )}
    </Show>
  );
}

/** Theme, mode and language as chosen. Until the settings are known the page stays as the first paint made it. */
function showChoices(state: AppState): void {
  const theme = createAppliedTheme();
  onCleanup(theme.dispose);
  createEffect(
    on(
      () =>
        state.settings.known && ([state.settings.value.theme, state.settings.value.mode] as const),
      (chosen) => {
        if (chosen) theme.apply(themeById(chosen[0]), chosen[1]);
      },
    ),
  );
  createEffect(
    on(
      () => state.settings.known && state.settings.value.language,
      (chosen) => {
        if (chosen) void chooseLanguage(chosen, navigator.languages);
      },
    ),
  );
  createEffect(
    on(language, (tag) => {
      document.documentElement.lang = tag;
    }),
  );
}
