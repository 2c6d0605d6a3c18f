/** What a provider is asked for. Built by `chat/build-request.ts`; only what a dialect knows is sent. */
import type { Parameters } from './parameters.ts';

export type RequestPart =
  | { type: 'text'; text: string }
  | { type: 'image'; mediaType: string; base64: string }
  /** A document, such as a PDF. */
  | { type: 'file'; mediaType: string; name: string; base64: string };

export type RequestMessage = {
  role: 'system' | 'user' | 'assistant';
  parts: readonly RequestPart[];
  /** Assistant history only: what it thought, for dialects that want it back. */
  reasoning?: string;
  /** Assistant history only: opaque blocks that this very dialect and model gave with it, to go back unchanged. */
  replay?: readonly unknown[];
};

export type ChatRequest = {
  model: string;
  messages: readonly RequestMessage[];
  parameters: Parameters;
  /** Abilities of the model as far as known; absent means unknown. */
  abilities?: readonly string[];
  /** The last message is the assistant's and is to be continued (prefill). */
  continues: boolean;
  /** Unguessable id under which a server that can keeps this stream for resuming. */
  resumeId?: string;
};
