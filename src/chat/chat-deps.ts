/** What the chat is given by the engine: storage, the way to a model, and ears for what happens. */
import type { Zone } from '../domain/address.ts';
import type { StreamFeature } from '../domain/connection.ts';
import type { Fault } from '../domain/fault.ts';
import type { Message } from '../domain/message.ts';
import type { ModelRef } from '../domain/model.ts';
import type { TurnView } from '../domain/turn.ts';
import type { Way } from '../providers/way.ts';
import type { ChatStore } from './chat-store.ts';
import type { Line } from './line.ts';
import type { LiveReply, Piece } from './live-reply.ts';
import type { Ownership } from './ownership.ts';

export type ChatDeps = {
  readonly store: ChatStore;
  readonly line: Line;
  readonly ownership: Ownership;
  /** The servers that may answer, best first. Throws the fault that stands in the way of all. */
  readonly ways: (model: ModelRef, fence: Zone) => Promise<readonly Way[]>;
  /** Rejects with the signal's reason. */
  readonly whenUnlocked: (signal: AbortSignal) => Promise<void>;
  /** Keeps the vault from locking while a turn may need it. */
  readonly holdVault: () => () => void;
  readonly connectionName: (connectionId: string) => string | undefined;
  readonly readImage: (attachmentId: string) => Promise<string>;
  /** Whether the server may still have the stream of this reply. One beyond the fence is not asked. */
  readonly keepsStream: (message: Message, fence: Zone) => Promise<boolean>;
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
