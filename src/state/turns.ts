/** Turns in flight in every session, the rows of a transcript, and what a person does to a turn. */
import type { Accessor } from 'solid-js';
import { type Fault, FaultError, faultFrom } from '../domain/fault.ts';
import type { ModelRef } from '../domain/model.ts';
import type { ImageRef } from '../domain/session.ts';
import type { TurnView } from '../domain/turn.ts';
import type { EngineClient } from '../engine/client.ts';
import type { Input, Output, ReplyFrame, SendInput, Value } from '../engine/protocol.ts';
import { createLive, type Live } from './live.ts';

export type MessageWindow = { sessionId: string; from: number; count: number };

export type TurnsState = {
  readonly inFlight: readonly TurnView[];
  readonly of: (sessionId: string) => TurnView | undefined;
  readonly watchMessages: (
    window: Accessor<MessageWindow | undefined>,
  ) => Live<Value<'messages.window'>>;
  readonly watchWaiting: (sessionId: Accessor<string | undefined>) => Live<Value<'waiting.list'>>;
  /** Text in flight of a session; see `EngineClient.follow`. */
  readonly follow: (sessionId: string, onFrame: (frame: ReplyFrame) => void) => () => void;
  /** Rejects with a `FaultError`: the composer keeps the text then. */
  readonly send: (input: SendInput) => Promise<Output<'turns.send'>>;
  readonly stop: (sessionId: string) => Promise<void>;
  readonly edit: (input: Input<'turns.edit'>) => Promise<boolean>;
  readonly regenerate: (messageId: string, model?: ModelRef) => Promise<void>;
  readonly resume: (messageId: string) => Promise<void>;
  readonly removeMessage: (messageId: string) => Promise<void>;
  readonly countBelow: (messageId: string) => Promise<number>;
  readonly choose: (messageId: string) => Promise<void>;
  readonly changeWaiting: (id: string, text: string) => Promise<void>;
  /** Sends the first of the line now, where it was held back after a failure. */
  readonly sendWaiting: (sessionId: string) => Promise<void>;
  readonly dropWaiting: (id: string) => Promise<void>;
  readonly storeImage: (blob: Blob, name: string) => Promise<ImageRef>;
  readonly readImage: (attachmentId: string) => Promise<Blob | null>;
};

export function createTurns(engine: EngineClient, onFault: (fault: Fault) => void): TurnsState {
  const turns = createLive(engine, 'turns.list', () => null);
  const told = async (work: Promise<unknown>): Promise<boolean> => {
    try {
      await work;
      return true;
    } catch (error) {
      onFault(faultFrom(error));
      return false;
    }
  };
  const quietly = async (work: Promise<unknown>): Promise<void> => {
    await told(work);
  };
  return {
    get inFlight() {
      return turns.value ?? [];
    },
    of: (sessionId) => turns.value?.find((turn) => turn.sessionId === sessionId),
    watchMessages: (window) => createLive(engine, 'messages.window', window),
    watchWaiting: (sessionId) =>
      createLive(engine, 'waiting.list', () => {
        const id = sessionId();
        return id === undefined ? undefined : { sessionId: id };
      }),
    follow: engine.follow,
    send: async (input) => {
      try {
        return await engine.call('turns.send', input);
      } catch (error) {
        throw error instanceof FaultError
          ? error
          : new FaultError(faultFrom(error), { cause: error });
      }
    },
    stop: (sessionId) => quietly(engine.call('turns.stop', { sessionId })),
    edit: (input) => told(engine.call('turns.edit', input)),
    regenerate: (messageId, model) =>
      quietly(
        engine.call('turns.regenerate', model === undefined ? { messageId } : { messageId, model }),
      ),
    resume: (messageId) => quietly(engine.call('turns.continue', { messageId })),
    removeMessage: (messageId) => quietly(engine.call('messages.delete', { messageId })),
    countBelow: async (messageId) => (await engine.call('messages.below', { messageId })).count,
    choose: (messageId) => quietly(engine.call('messages.choose', { messageId })),
    changeWaiting: (id, text) => quietly(engine.call('waiting.update', { id, text })),
    sendWaiting: (sessionId) => quietly(engine.call('waiting.send', { sessionId })),
    dropWaiting: (id) => quietly(engine.call('waiting.remove', { id })),
    storeImage: (blob, name) => engine.call('attachments.put', { blob, name }),
    readImage: (id) => engine.call('attachments.get', { id }),
  };
}
