/** Gets a stored, pending reply its answer. Loaded with the first turn: nothing here is needed before a message is sent. */
import { isAnyServer } from '../domain/any-server.ts';
import { FaultError } from '../domain/fault.ts';
import type { Session } from '../domain/session.ts';
import type { ChatDeps } from './chat-deps.ts';
import { fenceOf, mustBeInside } from './fence.ts';
import type { LiveReply } from './live-reply.ts';
import { type HowToReply, prepareTurn } from './prepare-turn.ts';
import { runTurn } from './run-turn.ts';

export type Answering = {
  readonly session: Session;
  readonly live: LiveReply;
  readonly how: HowToReply;
  /** The storage goes away: the turn ends where it is. */
  readonly closed: AbortSignal;
};

export async function answer(
  deps: ChatDeps,
  { session, live, how, closed }: Answering,
  signal: AbortSignal,
): Promise<void> {
  const { store } = deps;
  const model = live.message.model ?? session.model;
  let stopOnServer: (() => Promise<void>) | undefined;
  await runTurn(
    {
      live,
      store,
      closed,
      line: deps.line,
      isFound: isAnyServer(model),
      continues: live.message.parts.length > 0,
      onPiece: (piece) => deps.onPiece(live, piece),
      onFeatureRefused: deps.onFeatureRefused,
      onContact: deps.onContact,
      whenUnlocked: deps.whenUnlocked,
      findWays: async () => {
        if (!model) throw new FaultError({ kind: 'no-model' });
        // A reply that names no server stays in the house even where its session names one by now.
        return await deps.ways(
          model,
          fenceOf(isAnyServer(model) ? { ...session, model } : session),
        );
      },
      guard: async (at) => {
        const { fence } = (await store.sessions.get(session.id)) ?? session;
        mustBeInside(at, fenceOf({ fence, model: session.model }));
      },
      ask: async (open) => {
        const prepared = await prepareTurn(deps, session, live.message, how, open);
        stopOnServer = prepared.stopOnServer;
        return prepared;
      },
    },
    signal,
  );
  if (live.view().phase === 'stopped' && !closed.aborted) {
    await stopOnServer?.().catch(deps.onFault);
  }
}
