/** Texts compared by a model's vectors: asked of the engine once, stopped by the person or by leaving. */
import { type Accessor, createSignal, onCleanup } from 'solid-js';
import { type Fault, faultFrom } from '../../../domain/fault.ts';
import type { ModelRef } from '../../../domain/model.ts';
import { newId } from '../../../lib/ids.ts';
import { rankBySimilarity } from '../../../lib/similarity.ts';
import type { AppState } from '../../../state/create-state.ts';

export type Comparison = {
  readonly question: string;
  /** The most alike first. */
  readonly rows: readonly { readonly text: string; readonly similarity: number }[];
  /** How many numbers a text has become. */
  readonly width: number;
  readonly tookMs: number;
  readonly tokens?: number | undefined;
};

export type Comparing = {
  readonly isWorking: Accessor<boolean>;
  readonly result: Accessor<Comparison | undefined>;
  readonly fault: Accessor<Fault | undefined>;
  readonly run: (question: string, lines: readonly string[]) => Promise<void>;
  readonly stop: () => void;
};

export function createComparing(engine: AppState['engine'], ref: Accessor<ModelRef>): Comparing {
  const [workingId, setWorkingId] = createSignal<string>();
  const [result, setResult] = createSignal<Comparison>();
  const [fault, setFault] = createSignal<Fault>();

  function stop(): void {
    const id = workingId();
    if (id === undefined) return;
    setWorkingId(undefined);
    engine.call('embed.stop', { id }).catch(() => undefined); // the engine is gone, and its work with it
  }
  onCleanup(stop);

  return {
    isWorking: () => workingId() !== undefined,
    result,
    fault,
    stop,
    run: async (question, lines) => {
      stop();
      const id = newId();
      const { connectionId, name: model } = ref();
      setWorkingId(id);
      setFault(undefined);
      try {
        const texts = [question, ...lines];
        const told = await engine.call('embed.run', { id, connectionId, model, texts });
        if (workingId() !== id) return;
        const [to = [], ...candidates] = told.vectors;
        setResult({
          question,
          rows: rankBySimilarity(to, candidates).map(({ at, similarity }) => ({
            text: lines[at] ?? '',
            similarity,
          })),
          width: to.length,
          tookMs: told.tookMs,
          tokens: told.tokens,
        });
      } catch (error) {
        // What was stopped has ended as it should.
        if (workingId() === id) setFault(faultFrom(error));
      } finally {
        if (workingId() === id) setWorkingId(undefined);
      }
    },
  };
}
