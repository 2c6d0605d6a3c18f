/**
 * The screens, as a table: the router, the rail, the commands and the titles are all made of it. A new screen is one row
 * here, its folder and its words. Only sessions are in the first load; everything else comes when it is opened.
 */
import { type Component, lazy } from 'solid-js';
import { loadFaultWords } from '../i18n/fault-text.ts';
import { type LaterArea, loadWords, words } from '../i18n/i18n.ts';
import { ChatScreen } from '../screens/sessions/ChatScreen.tsx';
import type { IconName } from '../ui/icon-paths.ts';
import { Home } from './Home.tsx';
import { MissingScreen } from './MissingScreen.tsx';

export type RouteRow = {
  readonly id: string;
  /** A pattern of the router. */
  readonly path: string;
  readonly title: () => string;
  readonly component: Component;
  /** A place in the rail. `end` is its far end. */
  readonly rail?: { readonly icon: IconName; readonly at: 'start' | 'end' };
  /** The row in the rail that it belongs to, where it has no place of its own. */
  readonly within?: string;
  /** Where the rail and the commands lead. */
  readonly link: string;
  readonly isShownAt: (pathname: string) => boolean;
  readonly keys?: readonly string[];
};

const startsWith = (prefix: string) => (pathname: string) => pathname.startsWith(prefix);

/** A screen that is fetched when it is opened, together with its words. */
const screen = (areas: readonly LaterArea[], load: () => Promise<Component>) =>
  lazy(async () => {
    const words = [loadFaultWords(), ...areas.map(loadWords)];
    const [component] = await Promise.all([load(), ...words]);
    return { default: component };
  });

export const routeRows: readonly RouteRow[] = [
  {
    id: 'home',
    path: '/',
    title: () => words().app.screens.sessions,
    component: Home,
    link: '/',
    isShownAt: (pathname) => pathname === '/' || pathname === '',
  },
  {
    id: 'sessions',
    path: '/s/:id',
    title: () => words().app.screens.sessions,
    component: ChatScreen,
    rail: { icon: 'chat', at: 'start' },
    link: '/',
    isShownAt: startsWith('/s/'),
  },
  {
    id: 'launch',
    path: '/models/launch',
    title: () => words().app.screens.launch,
    component: screen(
      ['launch'],
      async () => (await import('../screens/models/launch/LaunchScreen.tsx')).LaunchScreen,
    ),
    link: '/models/launch',
    within: 'models',
    isShownAt: startsWith('/models/launch'),
  },
  {
    id: 'find',
    path: '/models/find',
    title: () => words().app.screens.find,
    component: screen(
      ['find', 'models', 'fit', 'browserModels'],
      async () => (await import('../screens/models/find/FindScreen.tsx')).FindScreen,
    ),
    link: '/models/find',
    within: 'models',
    isShownAt: startsWith('/models/find'),
  },
  {
    id: 'create',
    path: '/models/create',
    title: () => words().app.screens.create,
    component: screen(
      ['create', 'models', 'fit'],
      async () => (await import('../screens/models/create/CreateScreen.tsx')).CreateScreen,
    ),
    link: '/models/create',
    within: 'models',
    isShownAt: startsWith('/models/create'),
  },
  {
    id: 'models',
    path: '/models/:part?/:id?',
    title: () => words().app.screens.models,
    component: screen(
      ['models', 'fit', 'later'],
      async () => (await import('../screens/models/ModelsScreen.tsx')).ModelsScreen,
    ),
    rail: { icon: 'models', at: 'start' },
    link: '/models',
    isShownAt: startsWith('/models'),
  },
  {
    id: 'jobs',
    path: '/jobs',
    title: () => words().app.screens.jobs,
    component: screen(
      ['jobs'],
      async () => (await import('../screens/jobs/JobsScreen.tsx')).JobsScreen,
    ),
    rail: { icon: 'download', at: 'start' },
    link: '/jobs',
    isShownAt: startsWith('/jobs'),
  },
  {
    id: 'connect',
    path: '/connect',
    title: () => words().app.screens.connect,
    component: screen(
      ['connect', 'doctor', 'presets', 'vault'],
      async () => (await import('../screens/connect/ConnectScreen.tsx')).ConnectScreen,
    ),
    rail: { icon: 'server', at: 'start' },
    link: '/connect',
    isShownAt: startsWith('/connect'),
  },
  {
    id: 'settings',
    path: '/settings/:section?',
    title: () => words().app.screens.settings,
    component: screen(
      ['settings', 'vault'],
      async () => (await import('../screens/settings/SettingsScreen.tsx')).SettingsScreen,
    ),
    rail: { icon: 'settings', at: 'end' },
    link: '/settings/general',
    isShownAt: startsWith('/settings'),
    keys: ['Ctrl+,'],
  },
  {
    id: 'help',
    path: '/help',
    title: () => words().app.screens.help,
    component: screen(
      ['help'],
      async () => (await import('../screens/help/HelpScreen.tsx')).HelpScreen,
    ),
    rail: { icon: 'help', at: 'end' },
    link: '/help',
    isShownAt: startsWith('/help'),
    keys: ['?'],
  },
  {
    id: 'missing',
    path: '*',
    title: () => words().app.screens.missing,
    component: MissingScreen,
    link: '/',
    isShownAt: () => true,
  },
];

/** The row of the screen at an address; the last row takes every other one. */
export function routeAt(pathname: string): RouteRow | undefined {
  return routeRows.find((row) => row.isShownAt(pathname));
}
