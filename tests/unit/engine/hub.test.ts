import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createHub, type HubOptions, type PageEvents } from '../../../src/engine/hub.ts';
import { aDesk, aFrame, aPort, type TestPort } from './makers.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const baseUrl = 'http://localhost/app/';
const nobody = { pages: 0, watches: 0, waitingCommands: 0 };

/** Pages with locks: each is gone once `leave` was called with its id. */
function pageLocks() {
  const leaves = new Map<string, () => void>();
  const whenPageGone: HubOptions['whenPageGone'] = (pageId, signal) =>
    new Promise((resolve, reject) => {
      leaves.set(pageId, resolve);
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
  return { whenPageGone, leave: (pageId: string) => leaves.get(pageId)?.() };
}

function aHub(change: Partial<HubOptions> = {}) {
  const hub = createHub({ buildId: 'b', engineId: 'e', host: 'shared', ...change });
  const desk = aDesk();
  const attach = (pageId: string, hasLocks = false): TestPort => {
    const page = aPort();
    hub.attach(page.port);
    page.say({ type: 'hello', pageId, buildId: 'b', hasLocks, baseUrl });
    return page;
  };
  return { hub, desk, attach };
}

/** Everything a page can have open at the engine. */
function useAll(page: TestPort): void {
  page.say({ type: 'watch', id: 1, name: 'sessions.list', params: null });
  page.say({ type: 'watch', id: 2, name: 'turns.list', params: null });
  page.say({ type: 'follow', id: 3, sessionId: 's1' });
  page.say({ type: 'call', id: 4, name: 'wait', input: null });
}

describe('a page', () => {
  it('is welcomed when it says hello, or when the engine opens later', () => {
    const { hub, desk, attach } = aHub();
    const early = attach('p1');
    expect(early.heard).toEqual([]);
    hub.open(desk.desk);
    const late = attach('p2');
    const welcome = { type: 'welcome', engineId: 'e', buildId: 'b', host: 'shared' };
    expect(early.heard).toEqual([welcome]);
    expect(late.heard).toEqual([welcome]);
  });

  it('learns with the welcome why the database cannot be opened', () => {
    const { hub, desk, attach } = aHub();
    const fault = { kind: 'storage-newer', found: 3, known: 2 } as const;
    hub.open({ ...desk.desk, fault });
    expect(attach('p1').last('welcome')).toMatchObject({ fault });
  });

  it('gets the answer of its call, or its fault', async () => {
    const { hub, desk, attach } = aHub();
    hub.open(desk.desk);
    const page = attach('p1');
    page.say({ type: 'call', id: 7, name: 'echo', input: { a: 1 } });
    page.say({ type: 'call', id: 8, name: 'fail', input: null });
    await vi.advanceTimersByTimeAsync(0);
    expect(page.last('result')).toEqual({ type: 'result', id: 7, value: { a: 1 } });
    expect(page.last('fault')).toEqual({ type: 'fault', id: 8, fault: { kind: 'no-model' } });
  });

  it('is told that the engine is not there yet, or no longer', async () => {
    const { hub, desk, attach } = aHub();
    const page = attach('p1');
    page.say({ type: 'call', id: 1, name: 'echo', input: null });
    await vi.advanceTimersByTimeAsync(0);
    expect(page.last('fault')).toMatchObject({ id: 1, fault: { kind: 'engine-gone' } });
    hub.open(desk.desk);
    hub.retire();
    page.say({ type: 'call', id: 2, name: 'echo', input: null });
    await vi.advanceTimersByTimeAsync(0);
    expect(page.last('retired')).toBeDefined();
    expect(page.last('fault')).toMatchObject({ id: 2, fault: { kind: 'engine-gone' } });
  });

  it('that asks for a query that cannot be is told with a fault', () => {
    const { hub, desk, attach } = aHub();
    hub.open(desk.desk);
    const page = attach('p1');
    page.say({ type: 'watch', id: 5, name: 'bad', params: null });
    expect(page.last('value-fault')).toMatchObject({ id: 5, fault: { kind: 'no-model' } });
    expect(hub.counts().watches).toBe(0);
  });

  it('that asks twice under one id has one query', () => {
    const { hub, desk, attach } = aHub();
    hub.open(desk.desk);
    const page = attach('p1');
    useAll(page);
    useAll(page);
    expect(desk.open).toEqual({ watches: 2, follows: 1 });
  });

  it('that says nonsense changes nothing', () => {
    const { hub, desk, attach } = aHub();
    hub.open(desk.desk);
    const page = attach('p1');
    const before = page.heard.length;
    for (const nonsense of [null, 7, 'hello', {}, { type: 'unknown' }, { type: 'call', id: 'x' }]) {
      page.say(nonsense);
    }
    expect(page.heard).toHaveLength(before);
    expect(hub.counts()).toEqual({ pages: 1, watches: 0, waitingCommands: 0 });
    expect(desk.calls).toEqual([]);
  });

  it('is served anew when the engine opens again, and its old queries are released', () => {
    const { hub, desk, attach } = aHub();
    hub.open(desk.desk);
    const page = attach('p1');
    useAll(page);
    const second = aDesk();
    hub.open(second.desk);
    expect(desk.open).toEqual({ watches: 0, follows: 0 });
    expect(page.heard.filter((each) => each.type === 'welcome')).toHaveLength(2);
    useAll(page);
    expect(second.open).toEqual({ watches: 2, follows: 1 });
  });
});

describe('a page that has said goodbye', () => {
  it('has its last commands carried out and is not kept for them', async () => {
    const { hub, desk, attach } = aHub();
    hub.open(desk.desk);
    const page = attach('p1');
    page.say({ type: 'bye' });
    page.say({ type: 'call', id: 9, name: 'drafts.put', input: 'a last word' });
    await vi.advanceTimersByTimeAsync(0);
    expect(desk.calls).toEqual(['drafts.put']);
    expect(hub.counts()).toEqual(nobody);
  });
});

describe('200 pages opened and gone', () => {
  const ways: [string, (page: TestPort, leave: () => void) => void, boolean][] = [
    ['with a goodbye', (page) => page.say({ type: 'bye' }), false],
    ['by their locks', (_page, leave) => leave(), true],
    ['in silence', () => undefined, false],
  ];

  it.each(ways)('%s leave no seats, no queries and no commands', async (_way, go, hasLocks) => {
    const locks = pageLocks();
    const { hub, desk, attach } = aHub(hasLocks ? { whenPageGone: locks.whenPageGone } : {});
    hub.open(desk.desk);
    for (let at = 0; at < 200; at += 1) {
      const page = attach(`p${at}`, hasLocks);
      useAll(page);
      expect(hub.counts().pages).toBeGreaterThan(0);
      go(page, () => locks.leave(`p${at}`));
    }
    await vi.advanceTimersByTimeAsync(60_000);
    expect(hub.counts()).toEqual(nobody);
    expect(desk.open).toEqual({ watches: 0, follows: 0 });
    desk.finish();
    await vi.advanceTimersByTimeAsync(0);
    expect(hub.counts()).toEqual(nobody);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('a page without locks', () => {
  it('that answers pings is kept', async () => {
    const { hub, desk, attach } = aHub();
    hub.open(desk.desk);
    const page = attach('p1');
    for (let at = 0; at < 30; at += 1) {
      await vi.advanceTimersByTimeAsync(10_000);
      if (page.last('ping')) page.say({ type: 'pong' });
    }
    expect(hub.counts().pages).toBe(1);
  });

  it('that was silent is told it is forgotten, and is served again after a new hello', async () => {
    const { hub, desk, attach } = aHub();
    hub.open(desk.desk);
    const page = attach('p1');
    useAll(page);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(page.heard.filter((each) => each.type === 'forgotten')).toHaveLength(1);
    page.say({ type: 'pong' });
    expect(page.heard.filter((each) => each.type === 'forgotten')).toHaveLength(1);
    page.say({ type: 'hello', pageId: 'p1', buildId: 'b', hasLocks: false, baseUrl });
    useAll(page);
    expect(hub.counts()).toMatchObject({ pages: 1, watches: 3 });
    expect(desk.open).toEqual({ watches: 2, follows: 1 });
  });

  it('that calls after it was forgotten is not left waiting for an answer', async () => {
    const { hub, desk, attach } = aHub();
    hub.open(desk.desk);
    const page = attach('p1');
    await vi.advanceTimersByTimeAsync(60_000);
    page.say({ type: 'call', id: 9, name: 'echo', input: null });
    await vi.advanceTimersByTimeAsync(0);
    expect(page.last('fault')).toMatchObject({ id: 9, fault: { kind: 'engine-gone' } });
    expect(desk.calls).toEqual([]);
  });

  it('still gets the answer to what it asked before it was forgotten', async () => {
    const { hub, desk, attach } = aHub();
    hub.open(desk.desk);
    const page = attach('p1');
    useAll(page);
    await vi.advanceTimersByTimeAsync(60_000);
    page.say({ type: 'hello', pageId: 'p1', buildId: 'b', hasLocks: false, baseUrl });
    desk.finish();
    await vi.advanceTimersByTimeAsync(0);
    expect(page.last('result')).toMatchObject({ id: 4 });
  });

  it('is pinged as well where its lock cannot be waited on', async () => {
    const whenPageGone = () => Promise.reject(new Error('no locks here'));
    const { hub, desk, attach } = aHub({ whenPageGone });
    hub.open(desk.desk);
    attach('p1', true);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(hub.counts()).toEqual(nobody);
  });
});

describe('what pages are there for', () => {
  function anAttended() {
    const house = aHub();
    const told = { calls: [] as string[], pages: [] as number[], hellos: [] as string[] };
    const events: PageEvents = {
      onCall: (name) => told.calls.push(name),
      onPages: (pages) => told.pages.push(pages),
      onHello: (folder) => told.hellos.push(folder),
    };
    house.hub.open(house.desk.desk);
    return { ...house, told, events };
  }

  it('is told: how many there are', () => {
    const { hub, attach, told, events } = anAttended();
    const first = attach('p1');
    hub.attend(events);
    attach('p2');
    first.say({ type: 'bye' });
    expect(told.pages).toEqual([1, 2, 1]);
    expect(told.hellos).toEqual([baseUrl, baseUrl]);
  });

  it('is told of calls, and not of what a page does by itself', () => {
    const { hub, attach, told, events } = anAttended();
    hub.attend(events);
    const page = attach('p1');
    useAll(page);
    page.say({ type: 'pong' });
    page.say({ type: 'ack', id: 3 });
    expect(told.calls).toEqual(['wait']);
  });

  it('is to lend a port: the newest of a living page is taken', () => {
    const { hub, attach } = anAttended();
    const [one, two, three] = [1, 2, 3].map(() => new MessageChannel().port1);
    const first = attach('p1');
    const second = attach('p2');
    expect(hub.lentPorts('built-in')[0]).toBeUndefined();
    first.say({ type: 'lend', what: 'built-in', port: one });
    second.say({ type: 'lend', what: 'built-in', port: two });
    expect(hub.lentPorts('built-in')[0]).toBe(two);
    first.say({ type: 'lend', what: 'built-in', port: three });
    expect(hub.lentPorts('built-in')[0]).toBe(three);
    first.say({ type: 'bye' });
    expect(hub.lentPorts('built-in')[0]).toBe(two);
    second.say({ type: 'bye' });
    expect(hub.lentPorts('built-in')[0]).toBeUndefined();
  });
});

describe('the frames of a reply', () => {
  it('come to a page one at a time, joined, the next after its ack', async () => {
    const { hub, desk, attach } = aHub();
    hub.open(desk.desk);
    const page = attach('p1');
    page.say({ type: 'follow', id: 3, sessionId: 's1' });
    const frames = () => page.heard.flatMap((each) => (each.type === 'frame' ? [each] : []));
    desk.frame(aFrame('a'));
    desk.frame(aFrame('b'));
    await vi.advanceTimersByTimeAsync(16);
    desk.frame(aFrame('c'));
    await vi.advanceTimersByTimeAsync(1000);
    expect(frames()).toEqual([{ type: 'frame', id: 3, frame: aFrame('ab') }]);
    page.say({ type: 'ack', id: 3 });
    await vi.advanceTimersByTimeAsync(16);
    expect(frames()[1]).toEqual({ type: 'frame', id: 3, frame: aFrame('c') });
    page.say({ type: 'unfollow', id: 3 });
    page.say({ type: 'ack', id: 3 });
    desk.frame(aFrame('d'));
    await vi.advanceTimersByTimeAsync(1000);
    expect(frames()).toHaveLength(2);
    expect(desk.open.follows).toBe(0);
  });
});
