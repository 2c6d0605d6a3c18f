/** What the engine lets in and lets out, and what it says where it cannot serve. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startOpenAi } from '../../servers/openai.ts';
import { until } from '../chat/makers.ts';
import { anEngine, aPage, aServer, endAll } from './engine-makers.ts';

vi.setConfig({ testTimeout: 30_000 });

beforeEach(() => {
  vi.stubGlobal('navigator', {});
});
afterEach(endAll);

describe('what comes in badly', () => {
  it('is refused with a fault and changes nothing', async () => {
    const page = anEngine();
    const bad: [string, unknown][] = [
      ['turns.send', { sessionId: 's1', text: 'x' }],
      ['sessions.create', { id: '' }],
      ['sessions.create', { id: 'x'.repeat(101) }],
      ['connections.add', { kind: 'nobody', name: 'x', baseUrl: 'http://localhost:1' }],
      ['connections.add', { kind: 'ollama', name: 'x', baseUrl: 'ftp://localhost:1' }],
      ['connections.add', { kind: 'ollama', name: 'x', baseUrl: 'http://u:p@localhost:1' }],
      ['settings.put', { requestsPerOrigin: 6 }],
      ['search.run', { text: 'x', limit: 0 }],
      ['attachments.put', { blob: 'not a blob', name: 'x' }],
      ['no.such', null],
      ['toString', null],
      ['__proto__', null],
    ];
    for (const [name, input] of bad) {
      await expect(page.link.call(name, input), name).rejects.toHaveProperty('fault.kind');
    }
    const list = page.watch('sessions.list', { filter: '', from: 0, count: 10 });
    const connections = page.watch('connections.list', null);
    const settings = page.watch('settings.get', null);
    await until(() => {
      expect(list.value?.total).toBe(0);
      expect(connections.value).toEqual([]);
      expect(settings.value?.requestsPerOrigin).toBe(4);
    });
  });

  it('is refused as a query as well', async () => {
    const page = anEngine();
    const large = page.watch('sessions.list', { filter: '', from: 0, count: 201 });
    const unknown = page.watch('constructor' as 'turns.list', null);
    await until(() => {
      expect(large.fault).toMatchObject({ kind: 'unexpected' });
      expect(unknown.fault).toBeDefined();
    });
    expect((await page.call('engine.info', null)).watches).toBe(0);
  });

  it('keeps out what can be no answer to a person: missing things are named', async () => {
    const page = anEngine();
    const missing = { fault: { kind: 'not-found' } };
    await expect(page.call('turns.continue', { messageId: 'x' })).rejects.toMatchObject(missing);
    await expect(page.call('sessions.update', { id: 'x', title: 'y' })).rejects.toMatchObject(
      missing,
    );
    await expect(page.call('connections.check', { id: 'x' })).rejects.toMatchObject({
      fault: { kind: 'connection-missing' },
    });
  });
});

describe('a key', () => {
  const key = 'sk-very-secret-0123456789';

  it('goes to its server and nowhere else: not to the page, not to an export', async () => {
    const server = await aServer(startOpenAi({ key, reply: { text: 'Hi' } }));
    const page = anEngine();
    const connections = page.watch('connections.list', null);
    const draft = { kind: 'openai', name: 'Lamp', baseUrl: server.url, key } as const;
    const { id } = await page.call('connections.add', draft);
    await until(() => {
      expect(connections.value).toMatchObject([{ hasKey: true, health: { status: 'up' } }]);
    });
    const { blob } = await page.call('backup.export', {});
    expect(await blob.text()).not.toContain(key);
    expect(JSON.stringify(page.heard)).not.toContain(key);

    const stranger = await aServer(startOpenAi({ key, reply: { text: 'Hi' } }));
    await page.call('connections.update', { id, baseUrl: stranger.url });
    await until(() => {
      expect(connections.value).toMatchObject([
        { hasKey: false, health: { status: 'key-wanted' }, needsKey: true },
      ]);
    });
    const sent = stranger.requests.map(({ headers }) => JSON.stringify(headers));
    expect(sent.length).toBeGreaterThan(0);
    expect(sent.join()).not.toContain(key);
    expect(JSON.stringify(page.heard)).not.toContain(key);
  });

  it('is not in the fault of a server that repeats it', async () => {
    const server = await aServer(startOpenAi({ reply: { text: 'Hi' } }));
    server.set({ on: 'any', status: { code: 401, message: `bad key ${key}` } });
    const page = anEngine();
    const connections = page.watch('connections.list', null);
    await page.call('connections.add', { kind: 'openai', name: 'L', baseUrl: server.url, key });
    await until(() => expect(connections.value?.[0]?.health.status).toBe('key-wanted'));
    expect(JSON.stringify(page.heard)).not.toContain(key);
  });
});

describe('a database that cannot be opened', () => {
  it('because it is newer is said with the welcome, and left as it is', async () => {
    await new Promise<void>((resolve, reject) => {
      const request = indexedDB.open('llantern-default', 99_999);
      request.onerror = () => reject(request.error);
      request.onsuccess = () => {
        request.result.close();
        resolve();
      };
    });
    const page = anEngine();
    await until(() => expect(page.heard.at(-1)).toMatchObject({ type: 'welcome' }));
    expect(page.heard.at(-1)).toMatchObject({ fault: { kind: 'storage-newer' } });
    const list = page.watch('sessions.list', { filter: '', from: 0, count: 10 });
    await until(() => expect(list.fault).toMatchObject({ kind: 'storage-newer' }));
    expect(await page.call('engine.info', null)).toMatchObject({ buildId: 'test' });
    await expect(page.call('waiting.send', { sessionId: 's1' })).rejects.toMatchObject({
      fault: { kind: 'storage-newer' },
    });

    await page.call('storage.use-memory', null);
    await until(() => expect(list.value).toMatchObject({ total: 0 }));
    expect(await page.call('engine.info', null)).toMatchObject({ storage: 'memory' });
  });
});

describe('what the engine tells of itself', () => {
  it('counts pages, queries and commands, and none are left when the pages are gone', async () => {
    const page = anEngine();
    await page.call('engine.info', null);
    for (let at = 0; at < 20; at += 1) {
      const guest = aPage(page.hub);
      guest.watch('turns.list', null);
      guest.follow('s1');
      await guest.call('engine.info', null);
      guest.close();
    }
    await until(async () => {
      expect(await page.call('engine.info', null)).toMatchObject({
        pages: 1,
        watches: 0,
        waitingCommands: 1,
      });
    });
  });
});
