/** A way that a turn may go: one server that could answer, opened only when its turn comes. Types only. */
import type { Zone } from '../domain/address.ts';
import type { Fault } from '../domain/fault.ts';
import type { Model, ModelRef } from '../domain/model.ts';
import type { Endpoint, Provider } from './contract.ts';

export type Way = {
  readonly model: ModelRef;
  readonly connectionName: string;
  readonly zone: Zone;
  /** Throws the fault that stands in the way, such as `vault-locked`. Nothing is sent yet. */
  readonly open: () => Promise<OpenWay>;
};

export type OpenWay = {
  readonly provider: Provider;
  readonly endpoint: Endpoint;
  /** Where this very endpoint lies. */
  readonly zone: Zone;
  /** What is known of the model. */
  readonly known: Model | undefined;
  /** Whether the server has the model in memory, as far as its list tells. */
  readonly modelLoaded: boolean | undefined;
  /** What a failure means at this server. */
  readonly explain: (fault: Fault) => Fault;
  /**
   * The person's limits: resolves, with the end of the request, when it may leave. `onWait` tells until when it waits.
   * Throws `limit-reached`.
   */
  readonly admit: (
    request: { readonly messageId: string; readonly tokens: number; readonly cost: number },
    onWait: (until: number | undefined) => void,
    signal: AbortSignal,
  ) => Promise<() => void>;
};
