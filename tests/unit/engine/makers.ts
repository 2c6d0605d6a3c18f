/** Small makers for the engine's tests: a port with both its ends, and a desk that counts what is open at it. */

import { FaultError } from '../../../src/domain/fault.ts';
import type { Desk, PagePort } from '../../../src/engine/hub.ts';
import type { EngineMessage, PageMessage, ReplyFrame } from '../../../src/engine/protocol.ts';

export type TestPort = {
  readonly port: PagePort;
  /** What the engine said to this page. */
  readonly heard: EngineMessage[];
  readonly say: (message: PageMessage | unknown) => void;
  readonly last: (type: EngineMessage['type']) => EngineMessage | undefined;
};

export function aPort(): TestPort {
  const heard: EngineMessage[] = [];
  let listener: (message: unknown) => void = () => undefined;
  return {
    heard,
    port: {
      post: (message) => heard.push(message),
      listen: (onMessage) => {
        listener = onMessage;
      },
    },
    say: (message) => listener(message),
    last: (type) => heard.findLast((each) => each.type === type),
  };
}

export type TestDesk = {
  readonly desk: Desk;
  readonly open: { watches: number; follows: number };
  readonly calls: string[];
  /** Ends the calls named `wait`. */
  readonly finish: () => void;
  readonly frame: (frame: ReplyFrame) => void;
  readonly push: (value: unknown) => void;
};

/** Its command `fail` throws, `wait` waits for `finish`, and all others answer with their input. */
export function aDesk(): TestDesk {
  const open = { watches: 0, follows: 0 };
  const calls: string[] = [];
  const waiting: (() => void)[] = [];
  const followers = new Set<(frame: ReplyFrame) => void>();
  const watchers = new Set<(value: unknown) => void>();
  return {
    open,
    calls,
    finish: () => {
      for (const each of waiting.splice(0)) each();
    },
    frame: (frame) => {
      for (const each of followers) each(frame);
    },
    push: (value) => {
      for (const each of watchers) each(value);
    },
    desk: {
      fault: undefined,
      call: async (name: string, input) => {
        calls.push(name);
        if (name === 'fail') throw new FaultError({ kind: 'no-model' });
        if (name === 'wait') await new Promise<void>((resolve) => waiting.push(resolve));
        return input;
      },
      watch: (name: string, _params, onValue) => {
        if (name === 'bad') throw new FaultError({ kind: 'no-model' });
        open.watches += 1;
        watchers.add(onValue);
        onValue('first');
        return () => {
          open.watches -= 1;
          watchers.delete(onValue);
        };
      },
      follow: (_sessionId, onFrame) => {
        open.follows += 1;
        followers.add(onFrame);
        return () => {
          open.follows -= 1;
          followers.delete(onFrame);
        };
      },
    },
  };
}

export function aFrame(text: string, whole = false, messageId = 'r1'): ReplyFrame {
  return { messageId, whole, reasoning: '', text };
}
