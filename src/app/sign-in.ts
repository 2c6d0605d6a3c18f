/**
 * The way back from a vendor's sign-in page. Loaded only when this page was opened with a code in its address: the code
 * leaves the address before anything else happens, and goes to the engine with the verifier of this tab.
 */
import { faultFrom } from '../domain/fault.ts';
import { loadWords, words } from '../i18n/i18n.ts';
import { delay } from '../lib/timing.ts';
import { firstContact, modelsOf, startWith } from '../screens/connect/connect-server.ts';
import { mayKeep } from '../screens/connect/may-keep.ts';
import type { AppState } from '../state/create-state.ts';
import { takeTicket } from '../state/sign-in.ts';

export type SignInDeps = {
  readonly state: AppState;
  /** To a route of ours. */
  readonly go: (route: string) => void;
  readonly signal: AbortSignal;
};

export async function finishSignIn({ state, go, signal }: SignInDeps): Promise<void> {
  const query = new URLSearchParams(location.search);
  const code = query.get('code');
  const ticket = takeTicket();
  // Without a ticket the code is none of ours, and the address stays as it is.
  if (ticket === undefined) return;
  for (const name of ['code', 'error', 'error_description']) query.delete(name);
  const rest = query.size > 0 ? `?${query}` : '';
  const form = `/connect?add=${encodeURIComponent(ticket.preset)}`;
  history.replaceState(history.state, '', `${location.pathname}${rest}${location.hash}`);
  go(form);
  await Promise.all([loadWords('presets'), loadWords('connect')]);
  const t = words().presets.signIn;
  if (code === null || code === '') {
    state.notices.show(t.refused, { tone: 'warning', stayMs: 8000 });
    return;
  }
  state.notices.show(t.finishing);
  try {
    const { preset, verifier } = ticket;
    // A code is good once: where the vault must be opened to keep the key, that comes first.
    while (!state.vault.view || !state.settings.known) await delay(50, signal);
    if (!(await mayKeep(state))) {
      state.notices.show(t.notKept, { tone: 'warning', stayMs: 8000 });
      return;
    }
    const { id } = await state.engine.call('connections.finish-sign-in', {
      preset,
      code,
      verifier,
    });
    await firstContact(state, id, signal);
    const name = state.connections.byId(id)?.name ?? t.service;
    startWith(state, { id, name, models: modelsOf(state, id) });
    state.notices.show(t.done(name));
    go('/s/new');
  } catch (error) {
    if (signal.aborted) return;
    state.notices.show(t.failed, { tone: 'error', stayMs: 10_000 });
    state.notices.showFault(faultFrom(error));
    go(form);
  }
}
