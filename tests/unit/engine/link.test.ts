import { describe, expect, it } from 'vitest';
import { createLink } from '../../../src/engine/link.ts';
import type { EngineMessage, PageMessage, ReplyFrame } from '../../../src/engine/protocol.ts';
import { aFrame } from './makers.ts';

const welcome: EngineMessage = { type: 'welcome', engineId: 'e', buildId: 'b', host: 'shared' };

function aLink() {
  const said: PageMessage[] = [];
  const link = createLink();
  link.use((message) => said.push(message));
  return { link, said, take: () => said.splice(0) };
}

const gone = { fault: { kind: 'engine-gone' } };

describe('a link to an engine', () => {
  it('holds calls and queries until it is welcomed', async () => {
    const { link, take } = aLink();
    const answer = link.call('engine.info', null);
    link.watch({
      name: 'turns.list',
      params: null,
      onValue: () => undefined,
      onFault: () => undefined,
    });
    link.follow({ sessionId: 's1', onFrame: () => undefined });
    expect(take()).toEqual([]);
    link.receive(welcome);
    expect(take()).toEqual([
      { type: 'watch', id: 2, name: 'turns.list', params: null },
      { type: 'follow', id: 3, sessionId: 's1' },
      { type: 'call', id: 1, name: 'engine.info', input: null },
    ]);
    link.receive({ type: 'result', id: 1, value: 'here' });
    expect(await answer).toBe('here');
  });

  it('rejects a call with the fault it ended in', async () => {
    const { link } = aLink();
    link.receive(welcome);
    const answer = link.call('turns.stop', {});
    link.receive({ type: 'fault', id: 1, fault: { kind: 'no-model' } });
    await expect(answer).rejects.toMatchObject({ fault: { kind: 'no-model' } });
  });

  it('that has ended rejects every call, those under way and those to come', async () => {
    const { link } = aLink();
    link.receive(welcome);
    const under = link.call('drafts.put', {});
    link.end({ kind: 'engine-old' });
    await expect(under).rejects.toMatchObject({ fault: { kind: 'engine-old' } });
    await expect(link.call('drafts.put', {})).rejects.toMatchObject({
      fault: { kind: 'engine-old' },
    });
  });

  it('that is cut rejects the calls under way, and keeps those it had not sent', async () => {
    const { link, take } = aLink();
    link.receive(welcome);
    const under = link.call('turns.stop', {});
    link.cut();
    await expect(under).rejects.toMatchObject(gone);
    const later = link.call('engine.info', null);
    take();
    const next: PageMessage[] = [];
    link.use((message) => next.push(message));
    link.receive(welcome);
    expect(next).toEqual([{ type: 'call', id: 2, name: 'engine.info', input: null }]);
    link.receive({ type: 'result', id: 2, value: 'back' });
    expect(await later).toBe('back');
  });

  it('asks for every query again when it is welcomed anew', () => {
    const { link, take } = aLink();
    const values: unknown[] = [];
    link.receive(welcome);
    link.watch({
      name: 'settings.get',
      params: null,
      onValue: (value) => values.push(value),
      onFault: () => undefined,
    });
    link.follow({ sessionId: 's1', onFrame: () => undefined });
    const asked = take();
    link.cut();
    link.use((message) => asked.push(message));
    link.receive(welcome);
    expect(asked.slice(2)).toEqual(asked.slice(0, 2));
    link.receive({ type: 'value', id: 1, value: 'new' });
    expect(values).toEqual(['new']);
  });

  it('does not ask again for what was dropped meanwhile', () => {
    const { link, take } = aLink();
    const stopWatch = link.watch({
      name: 'settings.get',
      params: null,
      onValue: () => undefined,
      onFault: () => undefined,
    });
    const stopFollow = link.follow({ sessionId: 's1', onFrame: () => undefined });
    stopWatch();
    stopFollow();
    link.receive(welcome);
    expect(take()).toEqual([]);
  });

  it('lets go of a query once, and hears nothing of it afterwards', () => {
    const { link, take } = aLink();
    const values: unknown[] = [];
    link.receive(welcome);
    const stop = link.watch({
      name: 'settings.get',
      params: null,
      onValue: (value) => values.push(value),
      onFault: () => undefined,
    });
    take();
    stop();
    stop();
    link.receive({ type: 'value', id: 1, value: 'late' });
    expect(take()).toEqual([{ type: 'unwatch', id: 1 }]);
    expect(values).toEqual([]);
  });

  it('acknowledges each frame after it was applied, and also where that failed', () => {
    const { link, take } = aLink();
    const frames: ReplyFrame[] = [];
    link.receive(welcome);
    link.follow({
      sessionId: 's1',
      onFrame: (frame) => {
        expect(take().filter((each) => each.type === 'ack')).toEqual([]);
        frames.push(frame);
        if (frame.text === 'bad') throw new Error('the page stumbled');
      },
    });
    link.receive({ type: 'frame', id: 1, frame: aFrame('good') });
    expect(take()).toEqual([{ type: 'ack', id: 1 }]);
    expect(() => link.receive({ type: 'frame', id: 1, frame: aFrame('bad') })).toThrow('stumbled');
    expect(take()).toEqual([{ type: 'ack', id: 1 }]);
    expect(frames).toHaveLength(2);
  });

  it('answers a ping at once', () => {
    const { link, take } = aLink();
    link.receive({ type: 'ping' });
    expect(take()).toEqual([{ type: 'pong' }]);
  });
});
