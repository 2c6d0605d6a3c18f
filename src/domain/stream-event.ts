/** What a provider's stream says, in one closed union. A stream ends in exactly one `finish`, or it throws. */
import type { StreamFeature } from './connection.ts';
import type { Finish, Timings, Usage } from './message.ts';

export type StreamEvent =
  /** Headers have come. `responseId` is the server's id of this reply, where it gives one. */
  | { type: 'start'; responseId?: string }
  | { type: 'reasoning-delta'; text: string }
  | { type: 'text-delta'; text: string }
  | { type: 'tool-call-start'; callId: string; name: string }
  | { type: 'tool-call-delta'; callId: string; text: string }
  /** `fraction` from 0 to 1 and `leftMs` only where the server tells. */
  | {
      type: 'progress';
      stage: 'loading' | 'reading';
      fraction?: number;
      leftMs?: number;
    }
  | { type: 'usage'; usage: Usage }
  | { type: 'timings'; timings: Timings }
  /** Opaque state that must go back unchanged to the same dialect and model. */
  | { type: 'opaque'; block: unknown }
  /** The server refused a feature; the provider went on without it, and it should not be asked again. */
  | { type: 'feature-refused'; feature: StreamFeature }
  | ({ type: 'finish' } & Finish);
