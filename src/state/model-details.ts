/** What a server tells of one model: asked when it is looked at. The engine keeps the answers as long as the model is the same. */
import { type Accessor, createEffect, on, onCleanup } from 'solid-js';
import { createStore, produce } from 'solid-js/store';
import type { DigestSeen } from '../domain/digests-seen.ts';
import { type Fault, faultFrom } from '../domain/fault.ts';
import type { ModelRef } from '../domain/model.ts';
import type { ModelDetails } from '../domain/model-details.ts';
import type { EngineClient } from '../engine/client.ts';

export type DetailsView =
  | { status: 'asking' }
  /** `null`: it tells no more than its list. */
  | { status: 'there'; details: ModelDetails | null; seen: readonly DigestSeen[] }
  | { status: 'failed'; fault: Fault };

export type ModelDetailsState = {
  readonly view: DetailsView;
  readonly again: () => void;
};

/** Call inside an owner; asks anew when the model changes. */
export function createModelDetails(
  engine: EngineClient,
  ref: Accessor<ModelRef | undefined>,
): ModelDetailsState {
  const [box, setBox] = createStore<{ view: DetailsView }>({ view: { status: 'asking' } });
  let turn = 0;
  const set = (view: DetailsView) =>
    setBox(
      produce((draft) => {
        draft.view = view;
      }),
    );
  async function ask(of: ModelRef): Promise<void> {
    turn += 1;
    const mine = turn;
    set({ status: 'asking' });
    try {
      const [details, seen] = await Promise.all([
        engine.call('models.details', of),
        engine.call('models.seen', of),
      ]);
      if (mine === turn) set({ status: 'there', details, seen });
    } catch (error) {
      if (mine === turn) set({ status: 'failed', fault: faultFrom(error) });
    }
  }
  onCleanup(() => {
    turn += 1;
  });
  createEffect(
    on(ref, (of) => {
      if (of) void ask({ connectionId: of.connectionId, name: of.name });
    }),
  );
  return {
    get view() {
      return box.view;
    },
    again: () => {
      const of = ref();
      if (of) void ask(of);
    },
  };
}
