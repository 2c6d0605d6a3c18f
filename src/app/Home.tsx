/** `#/`: on to the last session, an unsaved new one, or (the first time) to the screen that connects a server. */
import { useLocation, useNavigate } from '@solidjs/router';
import { createEffect, createMemo, on } from 'solid-js';
import { useAppState } from '../state/create-state.ts';
import { recallLastSession } from './last-session.ts';

export function Home() {
  const state = useAppState();
  const navigate = useNavigate();
  const location = useLocation();
  const lastId = () => (state.settings.known ? state.settings.value.lastSessionId : undefined);
  const last = state.sessions.watchSession(lastId);
  const remembered = location.search === '' ? recallLastSession() : undefined;
  /** Where to go: at once where it is remembered, otherwise when the engine has told enough to know. */
  const target = createMemo(() => {
    if (remembered !== undefined) return `/s/${encodeURIComponent(remembered)}`;
    if (!state.settings.known || !state.connections.known) return undefined;
    if (state.connections.list.length === 0 && !lastId()) return `/connect${location.search}`;
    // A text brought along starts a session of its own.
    if (location.search !== '') return `/s/new${location.search}`;
    const id = lastId();
    if (id === undefined) return '/s/new';
    if (last.value === undefined && last.fault === undefined) return undefined;
    return last.value && !last.value.deletedAt ? `/s/${encodeURIComponent(id)}` : '/s/new';
  });
  createEffect(
    on(target, (to) => {
      if (to !== undefined) navigate(to, { replace: true });
    }),
  );
  return null;
}
