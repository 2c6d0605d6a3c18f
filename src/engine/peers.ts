/**
 * Engines of the same origin talking to each other: where every tab has its own engine, a turn started in one tab is
 * shown and can be stopped in all of them. An engine alone in its origin hears nobody and says next to nothing.
 */
import type { TurnView } from '../domain/turn.ts';
import { names, type ReplyFrame } from './protocol.ts';

export type PeerMessage =
  | { type: 'turn'; view: TurnView }
  | { type: 'turn-over'; sessionId: string; messageId: string }
  | { type: 'frame'; sessionId: string; frame: ReplyFrame }
  | { type: 'stop'; sessionId: string }
  /** A new engine asks what runs, and what of it is written so far. */
  | { type: 'who-runs' }
  /** A person locked the vault, or erased it. */
  | { type: 'vault-locked' }
  /** An engine of another build should give way once nothing runs in it. */
  | { type: 'retire'; buildId: string };

export type Peers = {
  readonly say: (message: PeerMessage) => void;
  readonly close: () => void;
};

export function createPeers(onMessage: (message: PeerMessage) => void): Peers {
  if (typeof BroadcastChannel === 'undefined') {
    return { say: () => undefined, close: () => undefined };
  }
  const channel = new BroadcastChannel(names.channel);
  let open = true;
  channel.onmessage = (event) => onMessage(event.data as PeerMessage); // engines of one origin trust each other
  return {
    // A turn that ends after its engine was closed still reports; a closed channel would throw.
    say: (message) => {
      if (open) channel.postMessage(message);
    },
    close: () => {
      open = false;
      channel.close();
    },
  };
}
