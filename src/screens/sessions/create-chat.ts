/**
 * One open session as the chat screen works with it: what is stored, what was chosen before it is stored, and the verbs.
 * A session has a row from its first message or draft on; until then the choices live here.
 */
import { type Accessor, createMemo, createSignal, onCleanup } from 'solid-js';
import type { Zone } from '../../domain/address.ts';
import { FaultError } from '../../domain/fault.ts';
import type { ModelRef } from '../../domain/model.ts';
import type { Parameters } from '../../domain/parameters.ts';
import type { ImageRef, Session } from '../../domain/session.ts';
import type { TurnView } from '../../domain/turn.ts';
import type { AppState } from '../../state/create-state.ts';
import { createReplies, type Replies } from '../../state/reply.ts';
import { chosenModel, type Obstacle, obstacleFor, reachOf } from './chat-model.ts';
import { createRows, type Rows } from './create-rows.ts';

export type SessionChoices = {
  readonly model?: ModelRef;
  readonly systemPrompt: string;
  readonly parameters: Parameters;
  /** How far its messages may go. */
  readonly fence?: Zone;
};

export type Chat = {
  readonly id: string;
  /** `undefined` until the engine has answered, `null` where it knows no such session. */
  readonly session: Accessor<Session | null | undefined>;
  readonly model: Accessor<ModelRef | undefined>;
  readonly choices: Accessor<SessionChoices>;
  /** What stands in the way of sending, as far as it is known here. */
  readonly obstacle: Accessor<Obstacle | undefined>;
  /** The farthest a message would go now. */
  readonly reach: Accessor<Zone | undefined>;
  readonly turn: Accessor<TurnView | undefined>;
  readonly replies: Replies;
  readonly rows: Rows;
  readonly choose: (change: Partial<SessionChoices>) => void;
  readonly rename: (title: string) => void;
  /** It has a row; known here before the engine has told so. */
  readonly isStored: () => boolean;
  /** Makes the row where there is none; `undefined` where there is one. */
  readonly ensureStored: () => Promise<void> | undefined;
  /** Rejects with a `FaultError`; the caller keeps the text then. */
  readonly send: (text: string, images: readonly ImageRef[]) => Promise<void>;
};

export function createChat(state: AppState, id: string, onStored: () => void): Chat {
  const live = state.sessions.watchSession(() => id);
  const [early, setEarly] = createSignal<SessionChoices>({ systemPrompt: '', parameters: {} });
  let making: Promise<void> | undefined;
  let wasMade = false;
  /** Chosen and on its way to the row, which may not be told back yet: a message sent meanwhile must go with it. */
  let underWay: Partial<SessionChoices> = {};
  const isStored = () => wasMade || Boolean(live.value);

  const choices = createMemo<SessionChoices>(() => {
    const stored = live.value;
    // A row that is being made has not got what was chosen here yet; a message sent meanwhile must go with it.
    if (!stored || making) return early();
    return {
      systemPrompt: stored.systemPrompt,
      parameters: stored.parameters,
      ...(stored.model ? { model: stored.model } : {}),
      ...(stored.fence ? { fence: stored.fence } : {}),
    };
  });
  const model = createMemo(
    () => {
      const wish = chosenModel(
        [
          choices().model,
          early().model,
          state.settings.value.defaultModel,
          state.settings.value.lastModel,
        ],
        state.connections.list,
        state.connections.catalogues,
      );
      // A copy: the one in the store changes under the comparison below.
      return wish && { connectionId: wish.connectionId, name: wish.name };
    },
    undefined,
    { equals: (a, b) => a?.connectionId === b?.connectionId && a?.name === b?.name },
  );
  const setting = () => ({
    connections: state.connections.list,
    catalogues: state.connections.catalogues,
    fence: choices().fence,
  });
  const obstacle = createMemo(() =>
    state.connections.known ? obstacleFor(model(), setting()) : undefined,
  );
  const replies = createReplies((onFrame) => state.turns.follow(id, onFrame));
  onCleanup(replies.dispose);

  function ensureStored(): Promise<void> | undefined {
    if (isStored()) return undefined;
    making ??= make().finally(() => {
      making = undefined;
    });
    return making;
  }

  async function make(): Promise<void> {
    const chosen = model();
    const made = await state.sessions.create({ id, ...(chosen ? { model: chosen } : {}) });
    if (!made) return;
    wasMade = true;
    const { systemPrompt, parameters, fence } = early();
    if (systemPrompt !== '' || Object.keys(parameters).length > 0 || fence) {
      await state.sessions.update({ id, systemPrompt, parameters, ...(fence ? { fence } : {}) });
    }
    onStored();
  }

  return {
    id,
    session: () => live.value,
    model,
    choices,
    obstacle,
    reach: () => reachOf(model(), setting()),
    turn: () => state.turns.of(id),
    replies,
    rows: createRows(state, id),
    choose: (change) => {
      if (change.model) state.settings.set({ lastModel: change.model });
      setEarly((before) => ({ ...before, ...change }));
      if (!isStored()) return;
      const sent = { ...underWay, ...change };
      underWay = sent;
      void state.sessions.update({ id, ...change }).finally(() => {
        if (underWay === sent) underWay = {};
      });
    },
    rename: (title) => {
      void state.sessions.update({ id, title });
    },
    isStored,
    ensureStored,
    send: async (text, images) => {
      const chosen = underWay.model ?? model();
      if (!chosen) throw new FaultError({ kind: 'no-model' });
      const { systemPrompt, parameters, fence } = { ...choices(), ...underWay };
      // Copies: what lies in the store cannot be sent over a port.
      const { format } = parameters;
      const input = { sessionId: id, text, images: [...images], model: chosen };
      await state.turns.send({
        ...input,
        parameters: { ...parameters, ...(format ? { format: { ...format } } : {}) },
        systemPrompt,
        ...(fence ? { fence } : {}),
      });
      wasMade = true;
      onStored();
    },
  };
}
