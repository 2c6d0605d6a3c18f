/**
 * The engine's desk: one seat per page, with its commands, live queries and followed replies. A page that is gone
 * leaves nothing here. Knows nothing of what the commands do.
 */
import { type Fault, FaultError, faultFrom } from '../domain/fault.ts';
import { monotonicMs } from '../lib/timing.ts';
import { createFrames } from './frames.ts';
import type {
  CommandName,
  EngineHost,
  EngineMessage,
  Lent,
  PageMessage,
  QueryName,
  ReplyFrame,
} from './protocol.ts';
import { pageMessage } from './schemas.ts';

/** One end of a channel to a page. */
export type PagePort = {
  readonly post: (message: EngineMessage) => void;
  /** The messages of this page, as they come. */
  readonly listen: (onMessage: (message: unknown) => void) => void;
};

/** What the hub serves; made by the composition root, and again when the person chooses memory. */
export type Desk = {
  readonly fault: Fault | undefined;
  readonly call: (name: CommandName, input: unknown) => Promise<unknown>;
  readonly watch: (
    name: QueryName,
    params: unknown,
    onValue: (value: unknown) => void,
    onFault: (fault: Fault) => void,
  ) => () => void;
  readonly follow: (sessionId: string, onFrame: (frame: ReplyFrame) => void) => () => void;
};

export type HubOptions = {
  readonly buildId: string;
  readonly engineId: string;
  readonly host: EngineHost;
  /** Resolves when the page's lock is free, that is when the page is gone; absent where there are no locks. */
  readonly whenPageGone?: (pageId: string, signal: AbortSignal) => Promise<void>;
};

/** Where there are no locks, a page that answered no ping for this long is forgotten. */
const silenceMs = 30_000;
const pingEveryMs = 10_000;

/** What the pages are there for beside their commands. */
export type PageEvents = {
  /** A page asks for something. */
  readonly onCall: (name: CommandName) => void;
  /** How many pages there are, and how many of them a person can see. */
  readonly onPages: (pages: number, visible: number) => void;
  /** A page has come, served from this folder. */
  readonly onHello: (baseUrl: string) => void;
};

export type Hub = {
  /** Told from now on, and of the pages that are there. */
  readonly attend: (events: PageEvents) => void;
  /** The ports that living pages lend for this, the newest first. */
  readonly lentPorts: (what: Lent) => readonly MessagePort[];
  readonly attach: (port: PagePort) => void;
  /** Serves from now on; every page is welcomed (again) and asks anew. */
  readonly open: (desk: Desk) => void;
  /** Tells every page that this engine gives way. */
  readonly retire: () => void;
  readonly counts: () => { pages: number; watches: number; waitingCommands: number };
};

type Seat = {
  readonly post: (message: EngineMessage) => void;
  readonly stops: Map<number, () => void>;
  readonly acks: Map<number, () => void>;
  readonly gone: AbortController;
  readonly baseUrl: string;
  readonly lent: Map<Lent, { port: MessagePort; turn: number }>;
  isVisible: boolean;
  calls: number;
  pongAt: number;
  saidBye: boolean;
};

export function createHub(options: HubOptions): Hub {
  const seats = new Set<Seat>();
  let desk: Desk | undefined;
  let isRetired = false;
  let events: PageEvents | undefined;
  let lentTurn = 0;

  function tellPages(): void {
    events?.onPages(seats.size, [...seats].filter((seat) => seat.isVisible).length);
  }

  function welcome(seat: Seat): void {
    if (!desk) return;
    const { engineId, buildId, host } = options;
    seat.post({
      type: 'welcome',
      engineId,
      buildId,
      host,
      ...(desk.fault === undefined ? {} : { fault: desk.fault }),
    });
  }

  function release(seat: Seat): void {
    for (const stop of seat.stops.values()) stop();
    seat.stops.clear();
    seat.acks.clear();
  }

  function forget(seat: Seat): void {
    const wasThere = seats.delete(seat);
    seat.gone.abort();
    release(seat);
    if (wasThere) tellPages();
  }

  async function answer(seat: Seat, call: Extract<PageMessage, { type: 'call' }>): Promise<void> {
    seat.calls += 1;
    try {
      if (!desk) throw new FaultError({ kind: 'engine-gone' });
      const value = await desk.call(call.name, call.input);
      // Told even to a page forgotten meanwhile: it may say hello again, and still waits for this answer.
      seat.post({ type: 'result', id: call.id, value });
    } catch (error) {
      seat.post({ type: 'fault', id: call.id, fault: faultFrom(error) });
    } finally {
      seat.calls -= 1;
    }
  }

  function watch(seat: Seat, asked: Extract<PageMessage, { type: 'watch' }>): void {
    const { id } = asked;
    end(seat, id);
    const onFault = (fault: Fault) => seat.post({ type: 'value-fault', id, fault });
    try {
      const stop = desk?.watch(
        asked.name,
        asked.params,
        (value) => seat.post({ type: 'value', id, value }),
        onFault,
      );
      if (stop) seat.stops.set(id, stop);
    } catch (error) {
      onFault(faultFrom(error));
    }
  }

  function follow(seat: Seat, id: number, sessionId: string): void {
    if (!desk) return;
    end(seat, id);
    const frames = createFrames((frame) => seat.post({ type: 'frame', id, frame }));
    const stop = desk.follow(sessionId, frames.push);
    seat.acks.set(id, frames.ack);
    seat.stops.set(id, () => {
      stop();
      frames.stop();
    });
  }

  function end(seat: Seat, id: number): void {
    seat.stops.get(id)?.();
    seat.stops.delete(id);
    seat.acks.delete(id);
  }

  async function waitUntilGone(seat: Seat, pageId: string, hasLocks: boolean): Promise<void> {
    if (options.whenPageGone && hasLocks) {
      try {
        await options.whenPageGone(pageId, seat.gone.signal);
        forget(seat);
        return;
      } catch {
        // Gone already, or locks that do not work here: then it is asked like a page without them.
        if (seat.gone.signal.aborted) return;
      }
    }
    seat.pongAt = monotonicMs();
    const timer = setInterval(() => {
      if (seat.gone.signal.aborted) {
        clearInterval(timer);
      } else if (monotonicMs() - seat.pongAt > silenceMs) {
        clearInterval(timer);
        forget(seat);
        seat.post({ type: 'forgotten' });
      } else seat.post({ type: 'ping' });
    }, pingEveryMs);
  }

  function receive(seat: Seat, message: PageMessage): void {
    seat.pongAt = monotonicMs();
    if (!seats.has(seat) && message.type !== 'hello') {
      // A late pong was told already; a call would wait for its answer for ever.
      if (message.type === 'bye' || message.type === 'pong' || message.type === 'visible') return;
      // What a leaving page still says, a draft above all, is carried out; nobody waits for the answer.
      if (message.type === 'call' && seat.saidBye) {
        void answer(seat, message);
        return;
      }
      seat.post({ type: 'forgotten' });
      if (message.type === 'call') {
        seat.post({ type: 'fault', id: message.id, fault: { kind: 'engine-gone' } });
      }
      return;
    }
    switch (message.type) {
      case 'call':
        events?.onCall(message.name);
        void answer(seat, message);
        return;
      case 'lend':
        lentTurn += 1;
        seat.lent.set(message.what, { port: message.port, turn: lentTurn });
        tellPages(); // what one lends is for all
        return;
      case 'visible':
        seat.isVisible = message.isVisible;
        tellPages();
        return;
      case 'watch':
        watch(seat, message);
        return;
      case 'follow':
        follow(seat, message.id, message.sessionId);
        return;
      case 'unwatch':
      case 'unfollow':
        end(seat, message.id);
        return;
      case 'ack':
        seat.acks.get(message.id)?.();
        return;
      case 'bye':
        seat.saidBye = true;
        forget(seat);
        return;
      case 'hello':
      case 'pong':
        return;
    }
  }

  function lentPorts(what: Lent): MessagePort[] {
    const lent = [...seats].flatMap((seat) => seat.lent.get(what) ?? []);
    return lent.sort((a, b) => b.turn - a.turn).map(({ port }) => port);
  }

  return {
    attend: (next) => {
      events = next;
      tellPages();
      for (const { baseUrl } of seats) next.onHello(baseUrl);
    },
    lentPorts,
    attach: (port) => {
      let seat = newSeat(port, '');
      port.listen((raw) => {
        const checked = pageMessage.safeParse(raw);
        if (!checked.success) return;
        const message = checked.data as PageMessage; // the schema is written to match; inputs are checked per command
        if (message.type === 'hello') {
          seats.delete(seat); // its place is taken at once: nobody was gone
          forget(seat);
          seat = newSeat(port, message.baseUrl);
          seats.add(seat);
          tellPages();
          events?.onHello(message.baseUrl);
          void waitUntilGone(seat, message.pageId, message.hasLocks);
          if (isRetired) seat.post({ type: 'retired' });
          else welcome(seat);
          return;
        }
        receive(seat, message);
      });
    },
    open: (next) => {
      desk = next;
      for (const seat of seats) {
        release(seat);
        welcome(seat);
      }
    },
    retire: () => {
      isRetired = true;
      for (const seat of seats) {
        seat.post({ type: 'retired' });
        release(seat);
      }
      desk = undefined;
    },
    counts: () => {
      let watches = 0;
      let waitingCommands = 0;
      for (const seat of seats) {
        watches += seat.stops.size;
        waitingCommands += seat.calls;
      }
      return { pages: seats.size, watches, waitingCommands };
    },
  };
}

function newSeat(port: PagePort, baseUrl: string): Seat {
  return {
    post: port.post,
    baseUrl,
    lent: new Map(),
    isVisible: true,
    stops: new Map(),
    acks: new Map(),
    gone: new AbortController(),
    calls: 0,
    pongAt: 0,
    saidBye: false,
  };
}
