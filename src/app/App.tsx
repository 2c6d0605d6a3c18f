/** The page: the router with the frame around its screens, or the screen for an engine that could not start. */
import { HashRouter } from '@solidjs/router';
import { createEffect, createSignal, lazy, on, onCleanup, Show, Suspense } from 'solid-js';
import { faultFrom } from '../domain/fault.ts';
import { loadFaultWords } from '../i18n/fault-text.ts';
import { chooseLanguage, language, loadWords } from '../i18n/i18n.ts';
import { type AppState, useAppState } from '../state/create-state.ts';
import { createEngineStatus } from '../state/engine-status.ts';
import { Frame } from './Frame.tsx';
import { routeRows } from './routes.ts';
import type { Theming } from './theming.ts';
import { watchUpdates } from './updates.ts';

const StartFailed = lazy(async () => {
  const [{ StartFailed: screen }] = await Promise.all([
    import('./StartFailed.tsx'),
    loadFaultWords(),
    loadWords('later'),
  ]);
  return { default: screen };
});

const routes = routeRows.map(({ path, component }) => ({ path, component }));

export function App() {
  const state = useAppState();
  const engine = createEngineStatus(state.engine);
  showChoices(state);
  watchUpdates(state);
  finishSignIn(state);
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

/** Back from a vendor's sign-in page, which put a code into the address. */
function finishSignIn(state: AppState): void {
  if (!/[?&](code|error)=/.test(location.search)) return;
  const leaving = new AbortController();
  onCleanup(() => leaving.abort());
  const go = (route: string) => {
    location.hash = route;
  };
  import('./sign-in.ts')
    .then((back) => back.finishSignIn({ state, go, signal: leaving.signal }))
    .catch((error) => state.notices.showFault(faultFrom(error)));
}

/** Theme, mode and language as chosen. Until the settings are known the page stays as the first paint made it. */
function showChoices(state: AppState): void {
  const [theming, setTheming] = createSignal<Theming>();
  onCleanup(() => theming()?.dispose());
  createEffect(
    on(
      () => state.settings.known,
      (isKnown) => {
        if (!isKnown || theming()) return;
        import('./theming.ts').then(
          ({ createTheming }) => setTheming(createTheming()),
          () => undefined, // its file could not be had: the colours of the first paint stay
        );
      },
    ),
  );
  createEffect(
    on(
      () => [theming(), state.settings.value.theme, state.settings.value.mode] as const,
      ([put, theme, mode]) => put?.apply(theme, mode),
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
