/** What the chat is given by the engine: storage, the way to a model, and ears for what happens. */
import type { StreamFeature } from '../domain/connection.ts';
import type { Fault } from '../domain/fault.ts';
import type { Message } from '../domain/message.ts';
import type { Model, ModelRef } from '../domain/model.ts';
import type { TurnView } from '../domain/turn.ts';
import type { ChatStore } from './chat-store.ts';
import type { Line } from './line.ts';
import type { LiveReply, Piece } from './live-reply.ts';
import type { Ownership } from './ownership.ts';
import type { TurnRoute } from './run-turn.ts';

export type ChatDeps = {
  readonly store: ChatStore;
  readonly line: Line;
  readonly ownership: Ownership;
  /** Throws the fault that stands in the way: a connection that is missing or switched off. */
  readonly route: (model: ModelRef) => Promise<TurnRoute>;
  readonly model: (ref: ModelRef) => Model | undefined;
  readonly connectionName: (connectionId: string) => string | undefined;
  readonly readImage: (attachmentId: string) => Promise<string>;
  /** Whether the server may still have the stream of this reply. */
  readonly keepsStream: (message: Message) => Promise<boolean>;
  /** A turn of this session runs in another engine. */
  readonly runsElsewhere: (sessionId: string) => boolean;
  readonly onView: (view: TurnView) => void;
  readonly onPiece: (live: LiveReply, piece: Piece) => void;
  /** The text so far, where a turn begins with some. */
  readonly onWhole: (live: LiveReply) => void;
  readonly onOver: (live: LiveReply) => void;
  readonly onFeatureRefused: (connectionId: string, feature: StreamFeature) => void;
  /** A server answered to the end, or failed. */
  readonly onContact: (connectionId: string, fault: Fault | undefined) => void;
  readonly onFault: (error: unknown) => void;
};
