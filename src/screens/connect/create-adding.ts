/**
 * One server being added by a form. Once it is kept, the same button tries again with what was changed meanwhile,
 * instead of adding it twice.
 */
import { type Accessor, createSignal, onCleanup } from 'solid-js';
import { type Fault, faultFrom } from '../../domain/fault.ts';
import { useAppState } from '../../state/create-state.ts';
import {
  type AddEnd,
  addServer,
  type ConnectionDraft,
  firstContact,
  modelsOf,
  startWith,
} from './connect-server.ts';
import { mayKeep } from './may-keep.ts';

export type AddingProps = {
  readonly onSay: (text: string) => void;
  readonly onReady: (id: string, name: string) => void;
  readonly onDoctor: (id: string) => void;
};

export type Trouble = {
  readonly kind: 'key-refused' | 'basic-refused' | 'key-wanted' | 'not-up' | 'refused' | 'empty';
  readonly fault: Fault | undefined;
};

export type Adding = {
  readonly isBusy: Accessor<boolean>;
  readonly trouble: Accessor<Trouble | undefined>;
  /** The connection, once there is one. */
  readonly id: Accessor<string | undefined>;
  /** The secrets that were typed are with the engine now, and need not stand in the form. */
  readonly hasTaken: () => boolean;
  readonly connect: (draft: ConnectionDraft) => Promise<void>;
  /** What was typed has changed: what was said of it no longer holds. */
  readonly forget: () => void;
};

export function createAdding(props: AddingProps): Adding {
  const state = useAppState();
  const [isBusy, setBusy] = createSignal(false);
  const [trouble, setTrouble] = createSignal<Trouble>();
  const [keptId, setId] = createSignal<string>();
  const leaving = new AbortController();
  onCleanup(() => leaving.abort());
  const id = () => {
    const kept = keptId();
    // It may have been deleted in the list meanwhile.
    return kept !== undefined && state.connections.byId(kept) ? kept : undefined;
  };

  async function tryAgain(kept: string, draft: ConnectionDraft): Promise<AddEnd> {
    const { key, basic, secretHeaders: _, ...change } = draft;
    if ((key || basic) && !(await mayKeep(state))) {
      return { is: 'refused', fault: { kind: 'vault-locked' } };
    }
    try {
      await state.engine.call('connections.update', { id: kept, ...change });
      if (basic) {
        const role = 'basic' as const;
        await state.engine.call('connections.set-key', { id: kept, key: basic, role, force: true });
      }
      // The check that follows says whether it is good.
      if (key) await state.engine.call('connections.set-key', { id: kept, key, force: true });
      return await firstContact(state, kept, leaving.signal);
    } catch (error) {
      return { is: 'refused', fault: faultFrom(error) };
    }
  }

  return {
    isBusy,
    trouble,
    id,
    hasTaken: () =>
      id() !== undefined && trouble()?.kind !== 'key-refused' && trouble()?.kind !== 'refused',
    connect: async (draft) => {
      setBusy(true);
      setTrouble(undefined);
      const before = id();
      let end: AddEnd;
      try {
        end = await (before === undefined
          ? addServer(state, draft, leaving.signal)
          : tryAgain(before, draft));
      } catch (error) {
        if (leaving.signal.aborted) return;
        throw error;
      }
      if (leaving.signal.aborted) return;
      setBusy(false);
      if (end.is !== 'refused') setId(end.id);
      if (end.is === 'up') {
        const models = modelsOf(state, end.id);
        const came = startWith(state, { id: end.id, name: draft.name, models });
        if (came.end === 'ready') props.onReady(end.id, draft.name);
        else setTrouble({ kind: 'empty', fault: undefined });
        return;
      }
      const kind = end.is === 'key-refused' ? secretTrouble(draft) : end.is;
      setTrouble({ kind, fault: 'fault' in end ? end.fault : undefined });
    },
    forget: () => setTrouble(undefined),
  };
}

/** The server wants to be signed in to: which of what was typed it did not take. */
function secretTrouble({ key, basic }: ConnectionDraft): Trouble['kind'] {
  if (key) return 'key-refused';
  return basic ? 'basic-refused' : 'key-wanted';
}
