/**
 * What a person does to a conversation: send, edit, regenerate, continue, stop, delete. One turn per session at a time;
 * what is sent meanwhile waits in the session's line. The user's message is stored before the request leaves.
 */
import type { Zone } from '../domain/address.ts';
import { isAnyServer } from '../domain/any-server.ts';
import { FaultError, faultFrom } from '../domain/fault.ts';
import type { Message } from '../domain/message.ts';
import { isInFlight, textOf } from '../domain/message-text.ts';
import { newestLeafUnder, treeFrom } from '../domain/message-tree.ts';
import type { ModelRef } from '../domain/model.ts';
import type { Parameters } from '../domain/parameters.ts';
import {
  type ImageRef,
  type Session,
  titleFromText,
  type WaitingMessage,
} from '../domain/session.ts';
import type { Phase } from '../domain/turn.ts';
import { newId, newUnguessableId } from '../lib/ids.ts';
import { nowAt } from '../lib/timing.ts';
import type { TurnStart } from '../storage/turns.ts';
import type { ChatDeps } from './chat-deps.ts';
import { fenceOf } from './fence.ts';
import { createLiveReply, type LiveReply, stopReason } from './live-reply.ts';
import { newSession, userParts } from './new-rows.ts';
import type { HowToReply } from './prepare-turn.ts';

export type SendInput = {
  sessionId: string;
  text: string;
  images: readonly ImageRef[];
  model: ModelRef;
  parameters: Parameters;
  systemPrompt: string;
  fence?: Zone | undefined;
};

export type Chat = {
  readonly send: (input: SendInput) => Promise<{ state: 'started' | 'queued' }>;
  readonly edit: (messageId: string, text: string, images: readonly ImageRef[]) => Promise<void>;
  readonly regenerate: (messageId: string, model: ModelRef | undefined) => Promise<void>;
  readonly resume: (messageId: string) => Promise<void>;
  /** False where the turn is not ours to stop. */
  readonly stop: (sessionId: string) => boolean;
  readonly removeMessage: (messageId: string) => Promise<{ removed: number }>;
  readonly choose: (messageId: string) => Promise<void>;
  /** Sends the first of the session's line, unless a reply is coming. */
  readonly sendNext: (sessionId: string) => Promise<void>;
  readonly running: () => readonly LiveReply[];
  /** The storage goes away: turns end where they are, and their journals are left for the next owner. */
  readonly close: () => void;
};

type Running = { live: LiveReply; abort: AbortController };

export function createChat(deps: ChatDeps): Chat {
  const { store } = deps;
  const runningBySession = new Map<string, Running>();
  /** Sessions between the decision to start a turn and its entry in the map above. */
  const starting = new Set<string>();
  const closed = new AbortController();
  /** A reply has ended and its session's line is looked at: everything else waits these milliseconds. */
  const lookingBySession = new Map<string, Promise<void>>();

  function isBusy(sessionId: string): boolean {
    return (
      starting.has(sessionId) || runningBySession.has(sessionId) || deps.runsElsewhere(sessionId)
    );
  }

  async function mustGet(messageId: string): Promise<Message> {
    const message = await store.messages.get(messageId);
    if (!message) throw new FaultError({ kind: 'not-found', what: 'message' });
    return message;
  }

  async function mustGetSession(sessionId: string): Promise<Session> {
    const session = await store.sessions.get(sessionId);
    if (!session) throw new FaultError({ kind: 'not-found', what: 'session' });
    return session;
  }

  async function exclusively<T>(sessionId: string, work: () => Promise<T>): Promise<T> {
    const looking = lookingBySession.get(sessionId);
    if (looking) await looking; // without it there is no step between the question and its answer
    if (isBusy(sessionId)) throw new FaultError({ kind: 'busy' });
    starting.add(sessionId);
    try {
      return await work();
    } finally {
      starting.delete(sessionId);
    }
  }

  /** A fresh reply below a message, by the session's model or another. */
  function newReply(session: Session, parentId: string, model: ModelRef): Message {
    const connectionName = deps.connectionName(model.connectionId);
    return {
      id: newId(),
      sessionId: session.id,
      parentId,
      role: 'assistant',
      parts: [],
      status: 'pending',
      createdAt: nowAt(),
      model,
      parameters: session.parameters,
      resumeId: newUnguessableId(),
      ...(connectionName === undefined ? {} : { connectionName }),
    };
  }

  /** Stores the start, then runs the turn without anybody waiting for it. */
  async function begin(start: TurnStart, reply: Message, how: HowToReply): Promise<void> {
    const release = await deps.ownership.hold(reply.id);
    let session: Session;
    try {
      session = await store.turns.begin(start);
    } catch (error) {
      release();
      throw error;
    }
    run(session, reply, how, release);
  }

  function run(session: Session, reply: Message, how: HowToReply, release: () => void): void {
    const live = createLiveReply(reply, deps.onView);
    const abort = new AbortController();
    runningBySession.set(session.id, { live, abort });
    deps.onView(live.view());
    if (reply.parts.length > 0) deps.onWhole(live);
    const letVaultGo = deps.holdVault();
    const over = (): void => {
      letVaultGo();
      runningBySession.delete(session.id);
      deps.onOver(live);
      release();
      if (endedWell(live.view().phase)) void sendNext(session.id).catch(deps.onFault);
    };
    void finishTurn(session, live, abort.signal, how).catch(deps.onFault).finally(over);
  }

  async function finishTurn(
    session: Session,
    live: LiveReply,
    signal: AbortSignal,
    how: HowToReply,
  ): Promise<void> {
    try {
      const { answer } = await import('./answer.ts');
      await answer(deps, { session, live, how, closed: closed.signal }, signal);
    } catch (error) {
      // Its file could not be had: the reply must not look as if it were still coming.
      live.signal('fault');
      await store.turns.finish(live.finished('failed', faultFrom(error)));
    }
  }

  async function start(
    session: Session,
    isNew: boolean,
    input: { text: string; images: readonly ImageRef[] },
    more: { parentId: string; takesWaiting?: string; clearsDraft?: boolean },
  ): Promise<void> {
    if (!session.model) throw new FaultError({ kind: 'no-model' });
    const user: Message = {
      id: newId(),
      sessionId: session.id,
      parentId: more.parentId,
      role: 'user',
      parts: userParts(input.text, input.images),
      status: 'done',
      createdAt: nowAt(),
    };
    const reply = newReply(session, user.id, session.model);
    const title = session.title === '' ? { title: titleFromText(input.text) } : {};
    await begin(
      {
        session: isNew ? session : session.id,
        messages: [user, reply],
        patch: {
          ...title,
          model: session.model,
          parameters: session.parameters,
          systemPrompt: session.systemPrompt,
          ...(session.fence === undefined ? {} : { fence: session.fence }),
        },
        ...(more.clearsDraft ? { clearsDraft: true } : {}),
        ...(more.takesWaiting === undefined ? {} : { takesWaiting: more.takesWaiting }),
      },
      reply,
      { continues: false, replays: false },
    );
  }

  async function send(input: SendInput): Promise<{ state: 'started' | 'queued' }> {
    await lookingBySession.get(input.sessionId);
    if (isBusy(input.sessionId)) {
      const waiting: WaitingMessage = {
        id: newId(),
        sessionId: input.sessionId,
        createdAt: nowAt(),
        text: input.text,
        images: [...input.images],
      };
      // A fence that was just closed holds for what stands in line as well.
      if (input.fence) await store.sessions.update(input.sessionId, { fence: input.fence });
      await store.waiting.add(waiting);
      await store.drafts.remove(input.sessionId);
      await catchUp(input.sessionId);
      return { state: 'queued' };
    }
    await exclusively(input.sessionId, async () => {
      const stored = await store.sessions.get(input.sessionId);
      const session: Session = {
        ...(stored ?? newSession(input.sessionId)),
        model: input.model,
        parameters: input.parameters,
        systemPrompt: input.systemPrompt,
        ...(input.fence === undefined ? {} : { fence: input.fence }),
      };
      await start(session, stored === undefined, input, {
        parentId: session.leafId,
        clearsDraft: true,
      });
    });
    return { state: 'started' };
  }

  /** A reply that ended, as it goes on: by the stream its server still keeps, or joined to the text it has. */
  async function reopened(
    message: Message,
    session: Session,
  ): Promise<{ reply: Message; how: HowToReply }> {
    if (message.role !== 'assistant' || isInFlight(message.status)) {
      throw new FaultError({ kind: 'not-found', what: 'message' });
    }
    const replays =
      message.status !== 'done' && (await deps.keepsStream(message, fenceOf(session)));
    const seam = textOf(message).length;
    const { fault: _fault, ...kept } = message;
    const seams = message.seams ?? [];
    const isJoined = !replays && seam > 0 && seams.at(-1) !== seam;
    const reply: Message = {
      ...kept,
      status: 'streaming',
      // Nothing came of it, so any server may answer that the session lets.
      ...(seam === 0 && !replays && isAnyServer(session.model) ? { model: session.model } : {}),
      resumeId: replays && message.resumeId !== undefined ? message.resumeId : newUnguessableId(),
      ...(isJoined ? { seams: [...seams, seam] } : {}),
    };
    // Thoughts alone cannot be continued: the reply is asked for anew, and they stay before it.
    return { reply, how: { continues: !replays && seam > 0, replays } };
  }

  /** Looks from its first step on, without waiting: what is sent from now on stands behind the line. */
  async function sendNext(sessionId: string): Promise<void> {
    if (isBusy(sessionId) || lookingBySession.has(sessionId)) return;
    const sending = sendFirst(sessionId);
    lookingBySession.set(
      sessionId,
      sending.catch(() => undefined), // told to whoever asked for it
    );
    try {
      await sending;
    } finally {
      lookingBySession.delete(sessionId);
    }
  }

  /** Held against other engines, which see the same line. */
  async function sendFirst(sessionId: string): Promise<void> {
    const release = await deps.ownership.tryHold(`line:${sessionId}`);
    if (!release) return;
    try {
      const [next] = await store.waiting.list(sessionId);
      const session = next && (await store.sessions.get(sessionId));
      if (!next || session?.deletedAt !== 0 || closed.signal.aborted) return;
      await start(session, false, next, { parentId: session.leafId, takesWaiting: next.id });
    } finally {
      release();
    }
  }

  /** The reply waited for may have ended while a message joined the line: nobody else would send it then. */
  async function catchUp(sessionId: string): Promise<void> {
    await lookingBySession.get(sessionId);
    if (isBusy(sessionId)) return;
    const session = await store.sessions.get(sessionId);
    const last = session && (await store.messages.get(session.leafId));
    if (last && endedWell(last.status)) await sendNext(sessionId).catch(deps.onFault);
  }

  return {
    send,
    sendNext,
    edit: async (messageId, text, images) => {
      const message = await mustGet(messageId);
      await exclusively(message.sessionId, async () => {
        const session = await mustGetSession(message.sessionId);
        await start(session, false, { text, images }, { parentId: message.parentId });
      });
    },
    regenerate: async (messageId, model) => {
      const message = await mustGet(messageId);
      await exclusively(message.sessionId, async () => {
        const session = await mustGetSession(message.sessionId);
        const chosen = model ?? session.model ?? message.model;
        if (!chosen) throw new FaultError({ kind: 'no-model' });
        const parentId = message.role === 'user' ? message.id : message.parentId;
        const reply = newReply(session, parentId, chosen);
        const patch = model ? { model } : {};
        await begin({ session: session.id, messages: [reply], patch }, reply, {
          continues: false,
          replays: false,
        });
      });
    },
    resume: async (messageId) => {
      const { sessionId } = await mustGet(messageId);
      await exclusively(sessionId, async () => {
        const session = await mustGetSession(sessionId);
        // Held before it is read: what another engine adds to this reply must not be written over.
        const release = await deps.ownership.tryHold(messageId);
        if (!release) throw new FaultError({ kind: 'busy' });
        try {
          const { reply, how } = await reopened(await mustGet(messageId), session);
          await store.messages.put(reply);
          run(session, reply, how, release);
        } catch (error) {
          release();
          throw error;
        }
      });
    },
    stop: (sessionId) => {
      const running = runningBySession.get(sessionId);
      running?.abort.abort(stopReason);
      return running !== undefined;
    },
    removeMessage: async (messageId) => {
      const { sessionId } = await mustGet(messageId);
      return await exclusively(sessionId, async () => {
        const { removedIds } = await store.messages.removeSubtree(sessionId, messageId);
        return { removed: removedIds.length };
      });
    },
    choose: async (messageId) => {
      const { sessionId } = await mustGet(messageId);
      await exclusively(sessionId, async () => {
        const tree = treeFrom(await store.messages.skeleton(sessionId));
        await store.sessions.update(sessionId, { leafId: newestLeafUnder(tree, messageId) });
      });
    },
    running: () => Array.from(runningBySession.values(), ({ live }) => live),
    close: () => closed.abort(),
  };
}

/** After these the session's line moves on. */
function endedWell(how: Phase | Message['status']): boolean {
  return how === 'done' || how === 'stopped';
}
