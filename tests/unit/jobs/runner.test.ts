import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FaultError } from '../../../src/domain/fault.ts';
import { anEndpoint } from '../chat/makers.ts';
import { aCentre, aServer, layer, pass, pull, remove } from './makers.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a pull', () => {
  it('runs to its end, shows its bytes, and tells what changed', async () => {
    const centre = await aCentre();
    const { server } = centre;
    server.models = [{ name: 'fern:4b', digest: 'old' }];
    const [id = ''] = await centre.add(pull('fern:4b'));
    await pass();
    server.last().say('pulling manifest', layer('sha256:a', 400, 1000));
    await pass(1000);
    expect(await centre.job(id)).toMatchObject({
      state: 'running',
      progress: { step: 'pulling', doneBytes: 400, totalBytes: 1000, layersTotal: 1 },
    });
    server.models = [{ name: 'fern:4b', digest: 'new' }];
    server.last().say(layer('sha256:a', 1000, 1000), 'success');
    server.last().succeed();
    await pass();
    expect(await centre.job(id)).toMatchObject({
      state: 'done',
      progress: { doneBytes: 1000, totalBytes: 1000, layersDone: 1 },
      outcome: { digestBefore: 'old', digestAfter: 'new' },
    });
    expect(centre.changed).toEqual(['c1 pull']);
    expect(centre.locks.held()).toEqual([]);
  });

  it('is written at most four times a second, however much the server says', async () => {
    const centre = await aCentre();
    const change = vi.spyOn(centre.rows, 'change');
    await centre.add(pull('fern:4b'));
    await pass();
    change.mockClear();
    for (let at = 1; at <= 200; at += 1) {
      centre.server.last().say(layer('sha256:a', at, 1000));
      await pass(10);
    }
    expect(change.mock.calls.length).toBeGreaterThan(4);
    expect(change.mock.calls.length).toBeLessThanOrEqual(8);
  });

  it('of a name nobody knows fails at once, with the fault', async () => {
    const centre = await aCentre();
    const [id = ''] = await centre.add(pull('nope:1b'));
    await pass();
    centre.server.last().fail({ kind: 'model-missing', model: 'nope:1b', where: 'registry' });
    await pass();
    expect(await centre.job(id)).toMatchObject({
      state: 'failed',
      fault: { kind: 'model-missing', where: 'registry' },
    });
    expect(centre.changed).toEqual([]);
  });

  it('fails at once when the disk of the server is full', async () => {
    const centre = await aCentre();
    const [id = ''] = await centre.add(pull('fern:4b'));
    await pass();
    centre.server.last().fail({ kind: 'server-disk-full' });
    await pass();
    expect(await centre.job(id)).toMatchObject({
      state: 'failed',
      fault: { kind: 'server-disk-full' },
    });
  });
});

describe('places', () => {
  it('one server runs one download at a time, several servers run theirs side by side', async () => {
    const centre = await aCentre();
    await centre.add(pull('a:1b'), pull('b:1b'));
    const other = { connectionId: 'c2', connectionName: 'Other', tasks: [pull('a:1b')] };
    await centre.queue.add(other);
    await pass();
    expect(centre.server.open().map(({ name }) => name)).toEqual(['a:1b', 'a:1b']);
    for (const each of centre.server.open()) each.succeed();
    await pass();
    expect(centre.server.open().map(({ name }) => name)).toEqual(['b:1b']);
  });

  it('two connections to one address share its place', async () => {
    const addresses = new Map([
      ['c1', 'http://box:1'],
      ['c2', 'http://box:1'],
    ]);
    const centre = await aCentre({ addresses });
    await centre.add(pull('a:1b'));
    await centre.queue.add({
      connectionId: 'c2',
      connectionName: 'Same',
      tasks: [pull('b:1b')],
    });
    await pass(3000);
    expect(centre.server.open().map(({ name }) => name)).toEqual(['a:1b']);
  });

  it('a deletion does not wait behind a download', async () => {
    const centre = await aCentre();
    await centre.add(pull('a:1b'), pull('b:1b'), remove('c:1b'));
    await pass();
    expect(centre.server.open().map(({ what, name }) => `${what} ${name}`)).toEqual([
      'pull a:1b',
      'remove c:1b',
    ]);
  });

  it('a model is not deleted while a job works on it', async () => {
    const centre = await aCentre();
    await centre.add(pull('a:1b'), remove('a:1b'));
    await pass(3000);
    expect(centre.server.open().map(({ what }) => what)).toEqual(['pull']);
    centre.server.last().succeed();
    await pass();
    expect(centre.server.open().map(({ what }) => what)).toEqual(['remove']);
  });
});

describe('what people do meanwhile', () => {
  it('a cancelled pull hangs up, and the next one begins', async () => {
    const centre = await aCentre();
    const [id = ''] = await centre.add(pull('a:1b'), pull('b:1b'));
    await pass();
    const first = centre.server.last();
    await centre.queue.cancel(id);
    await pass();
    expect(first.signal.aborted).toBe(true);
    expect(await centre.job(id)).toMatchObject({ state: 'cancelled' });
    expect(centre.server.open().map(({ name }) => name)).toEqual(['b:1b']);
    expect(centre.contacts).toEqual([]);
  });

  it('a paused pull hangs up and keeps its bytes; going on asks again', async () => {
    const centre = await aCentre();
    const [id = ''] = await centre.add(pull('a:1b'));
    await pass();
    centre.server.last().say(layer('sha256:a', 400, 1000));
    await pass(500);
    await centre.queue.pause(id);
    await pass();
    expect(centre.server.open()).toEqual([]);
    expect(await centre.job(id)).toMatchObject({ state: 'paused', progress: { doneBytes: 400 } });
    await centre.queue.resume(id);
    await pass();
    const again = centre.server.last();
    again.say(layer('sha256:a', 420, 1000));
    await pass(500);
    expect(await centre.job(id)).toMatchObject({ state: 'running', progress: { doneBytes: 420 } });
    expect(centre.server.asked).toHaveLength(2);
  });

  it('the order of waiting ones can be changed', async () => {
    const centre = await aCentre();
    const [, second = '', third = ''] = await centre.add(pull('a:1b'), pull('b:1b'), pull('c:1b'));
    await pass();
    await centre.queue.move(third, second);
    centre.server.last().succeed();
    await pass();
    expect(centre.server.open().map(({ name }) => name)).toEqual(['c:1b']);
    expect((await centre.job(second)).state).toBe('waiting');
  });

  it('a failed one can be asked for again', async () => {
    const centre = await aCentre();
    const [id = ''] = await centre.add(pull('a:1b'));
    await pass();
    centre.server.last().fail({ kind: 'server-disk-full' });
    await pass();
    await centre.queue.retry(id);
    await pass();
    expect(await centre.job(id)).toMatchObject({ state: 'running', attempts: 0 });
    expect(await centre.job(id)).not.toHaveProperty('fault');
    centre.server.last().succeed();
    await pass();
    expect(await centre.job(id)).toMatchObject({ state: 'done' });
  });

  it('a connection that is removed ends its running job with the reason', async () => {
    const addresses = new Map([['c1', 'http://box:1']]);
    const centre = await aCentre({ addresses });
    const [id = ''] = await centre.add(pull('a:1b'));
    await pass();
    addresses.clear();
    await pass(1500);
    expect(centre.server.open()).toEqual([]);
    expect(await centre.job(id)).toMatchObject({
      state: 'failed',
      fault: { kind: 'connection-missing' },
    });
  });
});

describe('trouble on the way', () => {
  it('a stream that ends without success is asked again after a while', async () => {
    const centre = await aCentre();
    const [id = ''] = await centre.add(pull('a:1b'));
    await pass();
    centre.server.last().fail({ kind: 'truncated' });
    await pass();
    expect(await centre.job(id)).toMatchObject({
      state: 'waiting',
      attempts: 1,
      fault: { kind: 'truncated' },
      retryAt: expect.any(Number),
    });
    await pass(1500);
    expect(centre.server.asked).toHaveLength(1);
    await pass(1000);
    expect(centre.server.asked).toHaveLength(2);
    centre.server.last().succeed();
    await pass();
    expect(await centre.job(id)).toMatchObject({ state: 'done' });
  });

  it('while a server is away its next job waits too, and other servers go on', async () => {
    const centre = await aCentre();
    await centre.add(pull('a:1b'), pull('b:1b'));
    await pass();
    centre.server.last().fail({ kind: 'unreachable', url: 'http://box:1' });
    await centre.queue.add({ connectionId: 'c2', connectionName: 'O', tasks: [pull('z:1b')] });
    await pass(500);
    expect(centre.server.open().map(({ name }) => name)).toEqual(['z:1b']);
    await pass(2000);
    expect(centre.server.open().map(({ name }) => name)).toEqual(['z:1b', 'a:1b']);
  });

  it('a server that restarts in the middle is found again, and the bytes go on', async () => {
    const centre = await aCentre();
    const [id = ''] = await centre.add(pull('a:1b'));
    await pass();
    centre.server.last().say(layer('sha256:a', 100, 1000), layer('sha256:a', 400, 1000));
    centre.server.last().fail({ kind: 'truncated' });
    for (let tries = 0; tries < 5; tries += 1) {
      await pass(60_000);
      centre.server.last().fail({ kind: 'unreachable', url: 'http://box:1' });
    }
    await pass(61_000);
    centre.server.last().say(layer('sha256:a', 400, 1000), layer('sha256:a', 1000, 1000));
    centre.server.last().succeed();
    await pass();
    expect(await centre.job(id)).toMatchObject({ state: 'done', attempts: 6 });
  });

  it('one that never comes back fails in the end', async () => {
    const centre = await aCentre();
    const [id = ''] = await centre.add(pull('a:1b'));
    for (let tries = 0; tries < 11; tries += 1) {
      await pass(80_000);
      centre.server.last().fail({ kind: 'unreachable', url: 'http://box:1' });
    }
    await pass(80_000);
    expect(centre.server.asked).toHaveLength(11);
    expect(await centre.job(id)).toMatchObject({ state: 'failed', fault: { kind: 'unreachable' } });
  });

  it('a transfer that stands still is shown as such, then asked again', async () => {
    const centre = await aCentre();
    const [id = ''] = await centre.add(pull('a:1b'));
    await pass();
    const first = centre.server.last();
    first.say(layer('sha256:a', 100, 1000));
    await pass(15_000);
    expect((await centre.job(id)).progress).not.toHaveProperty('stalledSince');
    await pass(10_000);
    expect((await centre.job(id)).progress).toHaveProperty('stalledSince');
    await pass(100_000);
    expect(first.signal.aborted).toBe(true);
    expect(centre.server.asked).toHaveLength(2);
    expect(await centre.job(id)).toMatchObject({ state: 'running', attempts: 1 });
  });

  it('is never cut while digests are checked, however long that takes', async () => {
    const centre = await aCentre();
    const [id = ''] = await centre.add(pull('a:1b'));
    await pass();
    centre.server.last().say(layer('sha256:a', 1000, 1000), 'verifying sha256 digest');
    await pass(3_600_000);
    expect(centre.server.asked).toHaveLength(1);
    expect((await centre.job(id)).progress).not.toHaveProperty('stalledSince');
  });

  it('a locked vault is waited for without counting', async () => {
    let isLocked = true;
    const server = aServer();
    const centre = await aCentre({
      server,
      open: async () => {
        if (isLocked) throw new FaultError({ kind: 'vault-locked' });
        return { provider: server.provider, endpoint: anEndpoint(), explain: (fault) => fault };
      },
    });
    const [id = ''] = await centre.add(pull('a:1b'));
    await pass(120_000);
    expect(await centre.job(id)).toMatchObject({
      state: 'waiting',
      attempts: 0,
      fault: { kind: 'vault-locked' },
    });
    isLocked = false;
    await pass(6000);
    expect(centre.server.open()).toHaveLength(1);
  });
});

describe('a deletion', () => {
  it('tells what it freed, and counts a deletion carried out unheard as done', async () => {
    const centre = await aCentre();
    centre.server.models = [{ name: 'fern:4b', sizeBytes: 2000, digest: 'd1' }];
    const [id = ''] = await centre.add(remove('fern:4b'));
    await pass();
    centre.server.last().fail({ kind: 'truncated' });
    await pass(3000);
    centre.server.last().fail({ kind: 'model-missing', model: 'fern:4b' });
    await pass();
    expect(await centre.job(id)).toMatchObject({ state: 'done', outcome: { freedBytes: 2000 } });
  });

  it('frees nothing where another model keeps the same files', async () => {
    const blobs: Record<string, string[]> = {
      'fern:4b': ['sha256:w'],
      'coach:latest': ['sha256:w'],
      'moss:1b': ['sha256:m'],
    };
    const server = aServer({
      details: async (_at, name) => ({ model: { name }, blobs: blobs[name] ?? [] }),
    });
    const centre = await aCentre({ server });
    server.models = Object.keys(blobs).map((name) => ({ name, sizeBytes: 2000, digest: name }));
    const [shared = '', whole = ''] = await centre.add(remove('fern:4b'), remove('moss:1b'));
    await pass();
    server.last().succeed();
    await pass();
    server.last().succeed();
    await pass();
    expect((await centre.job(shared)).outcome).toMatchObject({
      freedBytes: 0,
      sharedWith: ['coach:latest'],
    });
    expect((await centre.job(whole)).outcome).toMatchObject({ freedBytes: 2000 });
  });
});

describe('loading', () => {
  it('carries how long and with how much context, and a failure of the server is final', async () => {
    const centre = await aCentre();
    const [id = ''] = await centre.add({
      kind: 'load',
      model: 'a:1b',
      keepAlive: '1h',
      contextLength: 8192,
    });
    await pass(500_000);
    expect(centre.server.last().args).toEqual([{ keepAlive: '1h', contextLength: 8192 }]);
    centre.server.last().fail({ kind: 'server-error', status: 500, message: 'out of memory' });
    await pass();
    expect(await centre.job(id)).toMatchObject({ state: 'failed' });
  });

  it('that hangs is given up with a word, and what waits behind it begins', async () => {
    const centre = await aCentre();
    const [hung = '', next = ''] = await centre.add(
      { kind: 'load', model: 'a:1b' },
      { kind: 'unload', model: 'b:1b' },
    );
    await pass(595_000);
    expect(centre.server.asked.map(({ what }) => what)).toEqual(['load']);
    const { signal } = centre.server.last();
    await pass(10_000);
    expect(signal.aborted).toBe(true);
    expect(await centre.job(hung)).toMatchObject({
      state: 'failed',
      fault: { kind: 'no-answer', waitedMs: 600_000 },
    });
    expect(centre.server.last()).toMatchObject({ what: 'unload', name: 'b:1b' });
    centre.server.last().succeed();
    await pass();
    expect(await centre.job(next)).toMatchObject({ state: 'done' });
    // Nobody hears the hung one's end any more, and no timer is left over.
    await pass(1_200_000);
    expect(centre.server.asked).toHaveLength(2);
  });
});
