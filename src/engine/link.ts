/**
 * The page's end of one channel to an engine: matches answers to calls, and asks for every live query again when the
 * engine says welcome anew. Knows nothing of workers.
 */
import { type Fault, FaultError } from '../domain/fault.ts';
import type { EngineMessage, PageMessage, ReplyFrame } from './protocol.ts';

type Watch = {
  name: string;
  params: unknown;
  onValue: (value: unknown) => void;
  onFault: (fault: Fault) => void;
};
type Follow = { sessionId: string; onFrame: (frame: ReplyFrame) => void };
type Call = {
  message: PageMessage;
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
};

export type Link = {
  readonly call: (name: string, input: unknown) => Promise<unknown>;
  readonly watch: (watch: Watch) => () => void;
  readonly follow: (follow: Follow) => () => void;
  /** From now on messages go here; what was asked before is asked again once the engine welcomes us. */
  readonly use: (post: (message: PageMessage) => void) => void;
  readonly receive: (message: EngineMessage) => void;
  /** The channel is dead: calls under way fail with `engine-gone`, queries and later calls wait for the next one. */
  readonly cut: () => void;
  /** There will be no other channel: calls under way and to come fail with this. */
  readonly end: (fault: Fault) => void;
};

export function createLink(): Link {
  const watches = new Map<number, Watch>();
  const follows = new Map<number, Follow>();
  const calls = new Map<number, Call>();
  /** Calls made before the welcome: they go out with it. */
  let held: number[] = [];
  let post: ((message: PageMessage) => void) | undefined;
  let welcomed = false;
  let ended: Fault | undefined;
  let lastId = 0;

  function nextId(): number {
    lastId += 1;
    return lastId;
  }
  function say(message: PageMessage): void {
    if (welcomed) post?.(message);
  }
  const watchMessage = (id: number, { name, params }: Watch) =>
    ({ type: 'watch', id, name, params }) as PageMessage; // names are typed at the client's door
  const followMessage = (id: number, { sessionId }: Follow): PageMessage => ({
    type: 'follow',
    id,
    sessionId,
  });

  function onWelcome(): void {
    welcomed = true;
    for (const [id, watch] of watches) say(watchMessage(id, watch));
    for (const [id, follow] of follows) say(followMessage(id, follow));
    const waiting = held;
    held = [];
    for (const id of waiting) {
      const call = calls.get(id);
      if (call) say(call.message);
    }
  }

  return {
    call: (name, input) =>
      new Promise((resolve, reject) => {
        if (ended) {
          reject(new FaultError(ended));
          return;
        }
        const id = nextId();
        const message = { type: 'call', id, name, input } as PageMessage; // typed at the client's door
        calls.set(id, { message, resolve, reject });
        if (welcomed) say(message);
        else held.push(id);
      }),
    watch: (watch) => {
      const id = nextId();
      watches.set(id, watch);
      say(watchMessage(id, watch));
      return () => {
        if (watches.delete(id)) say({ type: 'unwatch', id });
      };
    },
    follow: (follow) => {
      const id = nextId();
      follows.set(id, follow);
      say(followMessage(id, follow));
      return () => {
        if (follows.delete(id)) say({ type: 'unfollow', id });
      };
    },
    use: (next) => {
      post = next;
      welcomed = false;
    },
    cut: () => {
      welcomed = false;
      post = undefined;
      for (const [id, call] of calls) {
        if (held.includes(id)) continue;
        calls.delete(id);
        call.reject(new FaultError({ kind: 'engine-gone' }));
      }
    },
    end: (fault) => {
      ended = fault;
      welcomed = false;
      post = undefined;
      held = [];
      for (const call of calls.values()) call.reject(new FaultError(fault));
      calls.clear();
    },
    receive: (message) => {
      switch (message.type) {
        case 'welcome':
          onWelcome();
          return;
        case 'result': {
          const call = calls.get(message.id);
          calls.delete(message.id);
          call?.resolve(message.value);
          return;
        }
        case 'fault': {
          const call = calls.get(message.id);
          calls.delete(message.id);
          call?.reject(new FaultError(message.fault));
          return;
        }
        case 'value':
          watches.get(message.id)?.onValue(message.value);
          return;
        case 'value-fault':
          watches.get(message.id)?.onFault(message.fault);
          return;
        case 'frame':
          try {
            follows.get(message.id)?.onFrame(message.frame);
          } finally {
            say({ type: 'ack', id: message.id });
          }
          return;
        case 'ping':
          post?.({ type: 'pong' });
          return;
        case 'forgotten':
        case 'retired':
          return;
      }
    },
  };
}
