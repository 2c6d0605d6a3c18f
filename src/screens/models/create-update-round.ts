/**
 * One server's "update all": what it is about, what stands apart, and how much of it the queue took. When all were last
 * pulled is noted only once nothing is left.
 */
import { type Accessor, createSignal } from 'solid-js';
import type { Updatable, UpdatePlan } from '../../domain/model-updates.ts';
import { nowAt } from '../../lib/timing.ts';
import type { JobsState } from '../../state/jobs.ts';

export type UpdateRoundDeps = {
  readonly id: Accessor<string>;
  readonly jobs: Pick<JobsState, 'addAll' | 'updatable'>;
  readonly plan: Accessor<UpdatePlan | undefined>;
  readonly alter: (part: Partial<UpdatePlan>) => void;
  readonly close: () => void;
};

export type UpdateRound = {
  readonly state: Accessor<'asking' | 'known' | 'unknown'>;
  readonly ask: () => Promise<void>;
  readonly apart: Accessor<Updatable['apart']>;
  readonly isTicked: (name: string) => boolean;
  readonly tick: (name: string, isOn: boolean) => void;
  /** What would be pulled now. */
  readonly wanted: Accessor<readonly string[]>;
  readonly isAdding: Accessor<boolean>;
  /** Where the queue had no room for all. */
  readonly took: Accessor<{ taken: number; left: number } | undefined>;
  readonly update: () => Promise<void>;
};

export function createUpdateRound(deps: UpdateRoundDeps): UpdateRound {
  const [state, setState] = createSignal<'asking' | 'known' | 'unknown'>('asking');
  const [found, setFound] = createSignal<Updatable>({ names: [], apart: [] });
  const [ticked, setTicked] = createSignal<ReadonlySet<string>>(new Set());
  const [rest, setRest] = createSignal<readonly string[]>();
  const [took, setTook] = createSignal<{ taken: number; left: number }>();
  const [isAdding, setAdding] = createSignal(false);
  const wanted = () => rest() ?? [...found().names, ...ticked()];

  async function update(): Promise<void> {
    const names = wanted();
    setAdding(true);
    const tasks = names.map((model) => ({ kind: 'pull', model }) as const);
    const told = await deps.jobs.addAll(deps.id(), tasks, true);
    setAdding(false);
    // It was refused, and a notice has said why.
    if (!told) return;
    const { left } = told;
    if (left.length === 0) {
      if (deps.plan()) deps.alter({ lastAt: nowAt(), rest: undefined });
      deps.close();
      return;
    }
    if (deps.plan()?.how === 'pull') deps.alter({ rest: left });
    setRest(left);
    setTook({ taken: names.length - left.length, left: left.length });
  }

  return {
    state,
    ask: async () => {
      const told = await deps.jobs.updatable(deps.id());
      if (told) setFound(told);
      setState(told ? 'known' : 'unknown');
    },
    apart: () => found().apart,
    isTicked: (name) => ticked().has(name),
    tick: (name, isOn) => {
      const next = new Set(ticked());
      if (isOn) next.add(name);
      else next.delete(name);
      setTicked(next);
    },
    wanted,
    isAdding,
    took,
    update,
  };
}
