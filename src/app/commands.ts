/**
 * Every command of the app, once: the palette, the global shortcuts and the help sheet are all made of this table.
 * Keys keep away from what browsers use; where one is shared (F6, Mod+K), the page's meaning is the expected one.
 */
import { words } from '../i18n/i18n.ts';
import type { AppState } from '../state/create-state.ts';
import { cycleRegion } from './regions.ts';

export type Command = {
  readonly id: string;
  readonly title: () => string;
  readonly keys?: readonly string[];
  /** Left out: always. */
  readonly when?: () => boolean;
  /** Not worth a row in the palette. */
  readonly isHidden?: boolean;
  /** Works while a dialog is open. */
  readonly isModal?: boolean;
  readonly run: () => void;
};

export type CommandDeps = {
  readonly state: AppState;
  readonly isMac: boolean;
  readonly go: (path: string) => void;
  /** The session shown in the work area. */
  readonly currentId: () => string | undefined;
  readonly neighbour: (step: -1 | 1) => string | undefined;
  readonly showList: () => void;
  readonly togglePalette: () => void;
  /** Screens with a command of their own. */
  readonly screens: readonly ScreenCommand[];
};

export type ScreenCommand = {
  readonly id: string;
  readonly title: () => string;
  readonly path: string;
  readonly keys?: readonly string[];
};

export function createCommands(deps: CommandDeps): readonly Command[] {
  const { state, isMac, go } = deps;
  const step = (by: -1 | 1) => {
    const id = deps.neighbour(by);
    if (id !== undefined) go(`/s/${encodeURIComponent(id)}`);
  };
  const stopsHere = () => {
    const id = deps.currentId();
    return id !== undefined && state.turns.of(id) !== undefined && !hasOpenPopover();
  };
  return [
    {
      id: 'palette',
      title: () => words().app.commands.palette,
      keys: ['Mod+K'],
      isHidden: true,
      isModal: true,
      run: deps.togglePalette,
    },
    {
      id: 'session.new',
      title: () => words().app.commands.newSession,
      keys: [isMac ? 'Mod+Shift+O' : 'Alt+N'],
      run: () => go('/s/new'),
    },
    {
      id: 'session.search',
      title: () => words().app.commands.search,
      keys: ['Mod+Shift+F'],
      run: deps.showList,
    },
    {
      id: 'session.next',
      title: () => words().app.commands.nextSession,
      keys: [isMac ? 'Mod+Alt+ArrowDown' : 'Alt+ArrowDown'],
      run: () => step(1),
    },
    {
      id: 'session.previous',
      title: () => words().app.commands.previousSession,
      keys: [isMac ? 'Mod+Alt+ArrowUp' : 'Alt+ArrowUp'],
      run: () => step(-1),
    },
    {
      id: 'turn.stop',
      title: () => words().app.commands.stop,
      keys: ['Escape'],
      when: stopsHere,
      run: () => {
        const id = deps.currentId();
        if (id !== undefined) void state.turns.stop(id);
      },
    },
    {
      id: 'theme.toggle',
      title: () => words().app.commands.toggleTheme,
      run: () => {
        const isDark = document.documentElement.dataset['mode'] === 'dark';
        state.settings.set({ mode: isDark ? 'light' : 'dark' });
      },
    },
    {
      id: 'vault.lock',
      title: () => words().app.commands.lockVault,
      when: () => state.vault.view?.state === 'unlocked',
      run: state.vault.lock,
    },
    {
      id: 'vault.unlock',
      title: () => words().app.commands.unlockVault,
      when: () => state.vault.view?.state === 'locked',
      run: () => void state.vault.askUnlock(),
    },
    ...deps.screens.map((screen) => goTo(screen, go)),
    {
      id: 'region.next',
      title: () => words().app.commands.nextRegion,
      keys: ['F6'],
      isHidden: true,
      run: () => cycleRegion(1),
    },
    {
      id: 'region.previous',
      title: () => words().app.commands.previousRegion,
      keys: ['Shift+F6'],
      isHidden: true,
      run: () => cycleRegion(-1),
    },
  ];
}

function goTo(screen: ScreenCommand, go: (path: string) => void): Command {
  return {
    id: `go.${screen.id}`,
    title: () => words().app.commands.goTo(screen.title()),
    ...(screen.keys ? { keys: screen.keys } : {}),
    run: () => go(screen.path),
  };
}

/** Escape belongs to an open menu first; the browser closes it without telling the key event. */
function hasOpenPopover(): boolean {
  return document.querySelector(':popover-open') !== null;
}
