/** The open editor of one connection: its fields, what is wrong with them, and Save. Nothing changes before Save. */
import { type Accessor, createMemo, createSignal } from 'solid-js';
import type { ConnectionView } from '../../domain/connection.ts';
import { type Fault, faultFrom } from '../../domain/fault.ts';
import type { Preset } from '../../domain/preset.ts';
import { presetById } from '../../domain/presets.ts';
import type { AppState } from '../../state/create-state.ts';
import {
  type ConnectionDraftFields,
  draftFrom,
  type FactsDraft,
  type LimitsDraft,
  noFacts,
  noLimits,
} from './connection-draft.ts';
import { mayKeep } from './may-keep.ts';
import { problemWords } from './problem-words.ts';
import type { Problems } from './problems.ts';
import { isTouched, readDraft } from './read-draft.ts';

export type Editor = {
  readonly connection: ConnectionView;
  readonly draft: Accessor<ConnectionDraftFields>;
  readonly preset: Accessor<Preset | undefined>;
  readonly change: (change: Partial<ConnectionDraftFields>) => void;
  readonly changeFacts: (model: string, change: Partial<FactsDraft>) => void;
  readonly changeModelLimits: (model: string, limits: LimitsDraft) => void;
  /** The sentence about a field, if something is wrong with it. */
  readonly problem: (at: string) => string | undefined;
  /** Whether anything is wrong with fields whose place begins so. */
  readonly hasProblem: (...starts: readonly string[]) => boolean;
  readonly isTouched: Accessor<boolean>;
  readonly isSaving: Accessor<boolean>;
  /** Why the last Save did not go through. */
  readonly fault: Accessor<Fault | undefined>;
  /** `invalid`: a field is wrong, and nothing was changed. */
  readonly save: () => Promise<'saved' | 'invalid' | 'failed'>;
};

/** `connection` is read anew at each use: it lives in a store. */
export function createEditor(state: AppState, connection: Accessor<ConnectionView>): Editor {
  const start = draftFrom(connection());
  const [draft, setDraft] = createSignal(start);
  const [isSaving, setSaving] = createSignal(false);
  const [fault, setFault] = createSignal<Fault>();
  const preset = createMemo(() => presetById(draft().preset));
  const read = createMemo(() => readDraft(draft(), connection(), preset()?.quirks.allowedHeaders));
  const problems = (): Problems => {
    const now = read();
    return now.ok ? new Map() : now.problems;
  };
  const change = (part: Partial<ConnectionDraftFields>) => {
    setDraft((now) => ({ ...now, ...part }));
  };

  async function save(): Promise<'saved' | 'invalid' | 'failed'> {
    const now = read();
    if (!now.ok) return 'invalid';
    const { id } = now.change;
    const hasNew = now.secrets.some(({ value }) => value !== '');
    if (hasNew && !(await mayKeep(state))) {
      setFault({ kind: 'vault-locked' });
      return 'failed';
    }
    setSaving(true);
    setFault(undefined);
    try {
      if (Object.keys(now.change).length > 1) {
        await state.engine.call('connections.update', now.change);
      }
      for (const { role, value } of now.secrets) {
        await state.engine.call('connections.set-key', { id, role, key: value, force: true });
      }
    } catch (error) {
      setFault(faultFrom(error));
      return 'failed';
    } finally {
      setSaving(false);
    }
    void state.connections.check(id);
    return 'saved';
  }

  return {
    get connection() {
      return connection();
    },
    draft,
    preset,
    change,
    changeFacts: (model, part) => {
      const { facts } = draft();
      change({ facts: { ...facts, [model]: { ...(facts[model] ?? noFacts), ...part } } });
    },
    changeModelLimits: (model, limits) => {
      change({ modelLimits: { ...draft().modelLimits, [model]: limits ?? noLimits } });
    },
    problem: (at) => {
      const found = problems().get(at);
      return found && problemWords(found);
    },
    hasProblem: (...starts) =>
      [...problems().keys()].some((at) => starts.some((each) => at.startsWith(each))),
    isTouched: createMemo(() => isTouched(draft(), start)),
    isSaving,
    fault,
    save,
  };
}
