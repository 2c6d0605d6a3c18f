/**
 * Vectors of texts by command. What they take counts as a reply's does: the person's limits hold, and the tokens are
 * written down. Loaded with the first of them.
 */
import { FaultError, faultFrom } from '../domain/fault.ts';
import { costOf } from '../domain/usage.ts';
import { newId } from '../lib/ids.ts';
import { monotonicMs, nowAt } from '../lib/timing.ts';
import { withoutGaps } from '../lib/without-gaps.ts';
import type { Servers } from '../servers/servers.ts';
import type { Store } from '../storage/store.ts';
import type { Runners } from './lazy-commands.ts';
import type { Input, Output } from './protocol.ts';

export type EmbedCommandDeps = {
  readonly store: Pick<Store, 'usage'>;
  readonly servers: Pick<Servers, 'ways' | 'note'>;
  /** The engine has ended. */
  readonly signal: AbortSignal;
};

export function embedCommands({
  store,
  servers,
  signal,
}: EmbedCommandDeps): Runners<'embed.run' | 'embed.stop'> {
  const running = new Map<string, AbortController>();

  async function run(asked: Input<'embed.run'>, stop: AbortSignal): Promise<Output<'embed.run'>> {
    // No session is in it, so no fence either.
    const { texts } = asked;
    const ref = { connectionId: asked.connectionId, name: asked.model };
    const [way] = await servers.ways(ref, 'outside');
    if (!way) throw new FaultError({ kind: 'connection-missing' });
    const { connectionId, name: model } = way.model;
    const { provider, endpoint, explain, admit, known } = await way.open();
    if (!provider.embed) throw new FaultError({ kind: 'unsupported', ability: 'embedding' });
    const guess = Math.ceil(texts.reduce((sum, { length }) => sum + length, 0) / 4);
    const price = known?.price;
    const wish = {
      messageId: newId(),
      tokens: guess,
      cost: costOf({ promptTokens: guess }, price) ?? 0,
    };
    const leave = await admit(wish, () => undefined, stop);
    const startedMs = monotonicMs();
    try {
      const { vectors, tokens } = await provider.embed(endpoint, { model, texts }, stop);
      servers.note(connectionId, undefined);
      const promptTokens = tokens ?? guess;
      const row = {
        id: wish.messageId,
        at: nowAt(),
        connectionId,
        model,
        promptTokens,
        completionTokens: 0,
        cachedTokens: 0,
        ...withoutGaps({
          cost: costOf({ promptTokens }, price),
          isEstimated: tokens === undefined ? true : undefined,
        }),
      };
      await store.usage.put(row, false);
      return { vectors, ...withoutGaps({ tokens }), tookMs: monotonicMs() - startedMs };
    } catch (error) {
      if (stop.aborted) throw error;
      const fault = explain(faultFrom(error));
      servers.note(connectionId, fault);
      throw new FaultError(fault, { cause: error });
    } finally {
      leave();
    }
  }

  return {
    'embed.run': async (asked) => {
      const stop = new AbortController();
      running.set(asked.id, stop);
      try {
        return await run(asked, AbortSignal.any([signal, stop.signal]));
      } finally {
        running.delete(asked.id);
      }
    },
    'embed.stop': async ({ id }) => {
      running.get(id)?.abort();
      return null;
    },
  };
}
