/** The session list (by windows), single sessions, drafts, and what a person does to them. */
import type { Accessor } from 'solid-js';
import { type Fault, faultFrom } from '../domain/fault.ts';
import type { ImageRef, Session } from '../domain/session.ts';
import type { EngineClient } from '../engine/client.ts';
import type { Input, SearchHit, Value } from '../engine/protocol.ts';
import { createLive, type Live } from './live.ts';

export type ListWindow = { filter: string; from: number; count: number };

export type SessionsState = {
  /** A window of the list, newest first; call inside an owner. */
  readonly watchList: (window: Accessor<ListWindow>) => Live<Value<'sessions.list'>>;
  readonly watchSession: (id: Accessor<string | undefined>) => Live<Value<'sessions.get'>>;
  readonly create: (input: Input<'sessions.create'>) => Promise<Session | undefined>;
  readonly update: (change: Input<'sessions.update'>) => Promise<void>;
  /** False where it failed; a notice has said why. */
  readonly remove: (id: string) => Promise<boolean>;
  readonly restore: (id: string) => Promise<void>;
  readonly readDraft: (sessionId: string) => Promise<{ text: string; images: ImageRef[] }>;
  /** Rejects with what went wrong: the composer must know that the text is not kept. */
  readonly keepDraft: (draft: Input<'drafts.put'>) => Promise<void>;
  readonly search: (text: string, limit: number) => Promise<readonly SearchHit[]>;
};

export function createSessions(
  engine: EngineClient,
  onFault: (fault: Fault) => void,
): SessionsState {
  const told = async (work: Promise<unknown>): Promise<void> => {
    try {
      await work;
    } catch (error) {
      onFault(faultFrom(error));
    }
  };
  return {
    watchList: (window) => createLive(engine, 'sessions.list', window),
    watchSession: (id) =>
      createLive(engine, 'sessions.get', () => {
        const asked = id();
        return asked === undefined ? undefined : { id: asked };
      }),
    create: async (input) => {
      try {
        return await engine.call('sessions.create', input);
      } catch (error) {
        onFault(faultFrom(error));
        return undefined;
      }
    },
    update: (change) => told(engine.call('sessions.update', change)),
    remove: async (id) => {
      try {
        await engine.call('sessions.delete', { id });
        return true;
      } catch (error) {
        onFault(faultFrom(error));
        return false;
      }
    },
    restore: (id) => told(engine.call('sessions.restore', { id })),
    readDraft: async (sessionId) => {
      const draft = await engine.call('drafts.get', { sessionId });
      return { text: draft?.text ?? '', images: draft?.images ?? [] };
    },
    keepDraft: async (draft) => {
      await engine.call('drafts.put', draft);
    },
    search: (text, limit) => engine.call('search.run', { text, limit }),
  };
}
