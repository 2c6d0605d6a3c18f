/** Builds all of the page's state once, and hands it to the screens through one context. */
import { createContext, useContext } from 'solid-js';
import { unwrap } from 'solid-js/store';
import type { EngineClient } from '../engine/client.ts';
import { type ConnectionsState, createConnections } from './connections.ts';
import { createNotices, type NoticesState } from './notices.ts';
import { createSessions, type SessionsState } from './sessions.ts';
import { createSettings, type SettingsState } from './settings.ts';
import { createTurns, type TurnsState } from './turns.ts';
import { createVault, type VaultControl } from './vault.ts';

export type AppState = {
  /** For one-shot commands that belong to a single screen (export, rescue, find). */
  readonly engine: EngineClient;
  readonly settings: SettingsState;
  readonly connections: ConnectionsState;
  readonly sessions: SessionsState;
  readonly turns: TurnsState;
  readonly notices: NoticesState;
  readonly vault: VaultControl;
};

/** Call inside an owner (`createRoot` or a component). */
export function createState(client: EngineClient): AppState {
  const engine = takingStores(client);
  const notices = createNotices();
  return {
    engine,
    notices,
    settings: createSettings(engine, notices.showFault),
    connections: createConnections(engine, notices.showFault),
    sessions: createSessions(engine, notices.showFault),
    turns: createTurns(engine, notices.showFault),
    vault: createVault(engine, notices.showFault),
  };
}

/** What is asked of the engine may hold parts of a store, and a store's proxy cannot be posted to a worker. */
function takingStores(client: EngineClient): EngineClient {
  return { ...client, call: (name, input) => client.call(name, unwrap(input)) };
}

export const StateContext = createContext<AppState>();

export function useAppState(): AppState {
  const state = useContext(StateContext);
  if (!state) throw new Error('useAppState is called outside StateContext');
  return state;
}
