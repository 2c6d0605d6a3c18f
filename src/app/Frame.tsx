/** The frame around every screen: rail, session list, work, status bar; under 720 px one pane and a bottom bar. */
import { useLocation, useNavigate } from '@solidjs/router';
import {
  createEffect,
  createMemo,
  createSignal,
  ErrorBoundary,
  type JSX,
  on,
  Show,
  Suspense,
} from 'solid-js';
import { words } from '../i18n/i18n.ts';
import { nowAt } from '../lib/timing.ts';
import { SessionList, type SessionListHandle } from '../screens/list/SessionList.tsx';
import { useAppState } from '../state/create-state.ts';
import type { EngineStatusView } from '../state/engine-status.ts';
import { showShortcuts } from '../state/shortcuts.ts';
import { isMacLike } from '../ui/platform.ts';
import { keepAwake } from './awake.ts';
import { BrokenScreen } from './BrokenScreen.tsx';
import { createCommands } from './commands.ts';
import styles from './Frame.module.css';
import { fetchWhenSettled } from './fetch-when-settled.ts';
import { keepAddress } from './keep-address.ts';
import { checkRecalled, rememberLastSession } from './last-session.ts';
import { fetchLater, type KeyTable, Notices, Palette, StatusWork, UnlockDialog } from './later.ts';
import { createListPane } from './list-pane.ts';
import { createMedia, createVisibility, narrowQuery } from './media.ts';
import { askToPersist } from './persistence.ts';
import { focusRegion } from './regions.ts';
import { type RouteRow, routeAt, routeRows } from './routes.ts';
import { ScreenLinks } from './ScreenLinks.tsx';
import { StatusBar } from './StatusBar.tsx';
import { sessionIdAt } from './session-id-at.ts';
import { listenForShortcuts } from './shortcuts.ts';
import { keepTitle, tellTurns } from './turn-news.ts';
import { lockOnHide } from './vault-lock.ts';

export type FrameProps = {
  readonly engine: EngineStatusView;
  readonly children: JSX.Element;
};

export function Frame(props: FrameProps) {
  const state = useAppState();
  const navigate = useNavigate();
  const location = useLocation();
  const isNarrow = createMedia(narrowQuery);
  const isVisible = createVisibility();
  const [isPaletteOpen, setPaletteOpen] = createSignal(false);
  const [hasPalette, setHasPalette] = createSignal(false);
  const pane = createListPane(() => location.pathname + location.search);
  const route = () => routeAt(location.pathname);
  const currentId = () => sessionIdAt(location.pathname);
  keepAddress();
  const session = state.sessions.watchSession(currentId);
  const hasUnlock = createMemo<boolean>((had) => had || state.vault.isAsked, false);
  let list: SessionListHandle | undefined;
  let work: HTMLElement | undefined;
  const [news, setNews] = createSignal<HTMLElement>();

  const showList = () => {
    pane.open();
    // Under 720 px the pane must be seen before a field in it takes the focus.
    queueMicrotask(() => list?.focusSearch());
  };
  const commands = createCommands({
    state,
    isMac: isMacLike(),
    go: (path) => {
      navigate(path);
      goIn();
    },
    currentId,
    neighbour: (step) => list?.neighbour(step),
    showList: () => (isNarrow() ? showList() : list?.focusSearch()),
    togglePalette: () => {
      setHasPalette(true);
      setPaletteOpen((isOpen) => !isOpen);
    },
    screens: routeRows.flatMap((row) =>
      row.rail && row.id !== 'sessions' ? [{ ...row, path: row.link }] : [],
    ),
  });
  listenForShortcuts(commands, isMacLike());
  // What the first keystroke does not wait for comes a little after it could be made, or with the first need of it.
  const [keyTable, setKeyTable] = createSignal<KeyTable>();
  const openedAt = nowAt();
  const [hasPainted, setPainted] = createSignal(false);
  fetchWhenSettled({
    isReady: () => props.engine.status().state !== 'starting',
    isNeeded: () => props.engine.isSlow() || state.notices.list.length > 0,
    bring: () => {
      setPainted(true);
      void fetchLater().then((table) => setKeyTable(() => table));
    },
  });
  createEffect(
    on(
      () => keyTable()?.(commands, state.settings.value.sendKey, isMacLike()),
      (all) => {
        if (all) showShortcuts(all);
      },
    ),
  );

  const place = () => {
    if (currentId() !== undefined) return session.value?.title;
    return route()?.id === 'sessions' ? words().app.list.newSession : route()?.title();
  };
  const title = () => {
    const name = place();
    return name ? `${name} · ${words().app.name}` : words().app.name;
  };
  keepTitle(title, state.turns);
  tellTurns(state.turns, news);
  keepAwake(() => state.turns.inFlight.length > 0 && isVisible() && state.settings.value.keepAwake);
  lockOnHide(state, isVisible);
  askToPersist(state.settings, () => (session.value?.messageCount ?? 0) > 0);
  // What `#/` opens next time: only a session that is kept.
  createEffect(
    on(
      () => (session.value && session.value.id === currentId() ? session.value.id : undefined),
      (id) => {
        if (id === undefined || !state.settings.known) return;
        if (!session.value?.deletedAt) rememberLastSession(id);
        if (state.settings.value.lastSessionId !== id) state.settings.set({ lastSessionId: id });
      },
    ),
  );
  checkRecalled({
    currentId,
    session: () => session.value,
    startsHome: route()?.id === 'home',
    onGone: () => navigate('/', { replace: true }),
  });
  // A screen that goes takes the focus with it, and who opens a session or a screen wants to be in it.
  let wantsWork = false;
  const enterWork = () => {
    const now = document.activeElement;
    const isLost = now === null || now === document.body;
    if (work && (isLost || wantsWork) && !isRenaming(now))
      focusWork(work, route()?.id === 'sessions');
    wantsWork = false;
  };
  const goIn = () => {
    wantsWork = true;
    setTimeout(enterWork, 0);
  };
  createEffect(
    on(
      () => location.pathname,
      () => {
        // The next screen begins at its top, however far the last one was scrolled; or where its address says.
        if (work && location.search === '' && location.hash === '') work.scrollTop = 0;
        queueMicrotask(enterWork);
      },
      { defer: true },
    ),
  );

  const onScreenLink = (row: RouteRow, event: MouseEvent) => {
    if (row.id !== 'sessions' || !isNarrow()) return;
    event.preventDefault();
    if (pane.isOpen()) pane.close();
    else pane.open();
  };
  const shownScreen = () => {
    if (isNarrow() && pane.isOpen()) return 'sessions';
    const id = route()?.within ?? route()?.id;
    return id === 'home' ? 'sessions' : id;
  };
  return (
    <>
      <div class={styles['frame']} data-pane={pane.isOpen() ? 'list' : 'work'}>
        <button
          type="button"
          class={styles['skip']}
          onClick={() => {
            if (work) focusRegion(work);
          }}
        >
          {words().app.frame.skip}
        </button>
        <ScreenLinks currentId={shownScreen()} onPress={onScreenLink} />
        <div class={styles['list']} data-region="list" tabindex={-1}>
          <SessionList
            currentId={currentId()}
            onOpen={() => {
              pane.leave();
              goIn();
            }}
            onHandle={(handle) => {
              list = handle;
            }}
          />
        </div>
        <main
          ref={(element) => {
            work = element;
          }}
          class={styles['work']}
          data-region="work"
          tabindex={-1}
        >
          <ErrorBoundary fallback={(_, reset) => <BrokenScreen reset={reset} />}>
            <Suspense>{props.children}</Suspense>
          </ErrorBoundary>
        </main>
        <StatusBar engine={props.engine}>
          <Show when={hasPainted()}>
            <Suspense>
              <StatusWork since={openedAt} />
            </Suspense>
          </Show>
        </StatusBar>
      </div>
      <Show when={hasPainted()}>
        <Suspense>
          <Notices engine={props.engine} />
        </Suspense>
      </Show>
      <p ref={setNews} class="sr-only" role="status" />
      <Show when={hasUnlock()}>
        <Suspense>
          <UnlockDialog />
        </Suspense>
      </Show>
      <Show when={hasPalette()}>
        <Suspense>
          <Palette
            commands={commands}
            isOpen={isPaletteOpen()}
            onClose={() => setPaletteOpen(false)}
          />
        </Suspense>
      </Show>
    </>
  );
}

/** In a session a person goes on writing; any other screen is read from its top. */
function focusWork(work: HTMLElement, isSession: boolean): void {
  // A text area that takes the focus brings up the keyboard of a touch screen, unasked.
  const writes = isSession && !window.matchMedia('(pointer: coarse)').matches;
  if (writes) focusRegion(work);
  else work.focus();
}

/** The double press that opened a session is also the one that renames it. */
function isRenaming(element: Element | null): boolean {
  return element instanceof HTMLInputElement && element.closest('nav') !== null;
}
