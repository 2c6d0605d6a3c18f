/** Live queries of the engine as Solid stores: the one way facts reach the screens. */
import { type Accessor, createEffect, createMemo, createSignal, on, onCleanup } from 'solid-js';
import { createStore, reconcile } from 'solid-js/store';
import type { Fault } from '../domain/fault.ts';
import type { EngineClient } from '../engine/client.ts';
import type { Params, QueryName, Value } from '../engine/protocol.ts';
import { unshared } from '../lib/unshared.ts';

export type Live<V> = {
  /** `undefined` until the first answer. Rows keep their identity by `id` from one value to the next. */
  readonly value: V | undefined;
  readonly fault: Fault | undefined;
};

/**
 * Watches one query for the life of the owner. `params` may change; while it gives `undefined` nothing is watched.
 * The last value stays until the new query answers, so a list does not flash.
 */
export function createLive<N extends QueryName>(
  client: EngineClient,
  name: N,
  params: Accessor<Params<N> | undefined>,
): Live<Value<N>> {
  const [box, setBox] = createStore<{ value: Value<N> | undefined }>({ value: undefined });
  const [fault, setFault] = createSignal<Fault>();
  const asked = createMemo(params, undefined, {
    equals: (a, b) => JSON.stringify(a) === JSON.stringify(b),
  });
  createEffect(
    on(asked, (now) => {
      if (now === undefined) return;
      const stop = client.watch(
        name,
        now,
        (value) => {
          setFault(undefined);
          // The store changes rows in place: two that share an object would change each other.
          setBox(reconcile({ value: unshared(value) }, { key: 'id' }));
        },
        setFault,
      );
      onCleanup(stop);
    }),
  );
  return {
    get value() {
      return box.value;
    },
    get fault() {
      return fault();
    },
  };
}
