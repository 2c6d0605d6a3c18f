/** A vault in the engine: what waits for it, what goes on, and what the engines of other tabs hear. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { textOf } from '../../../src/domain/message-text.ts';
import { startEngine } from '../../../src/engine/start.ts';
import { startOpenAi } from '../../servers/openai.ts';
import { until } from '../chat/makers.ts';
import {
  aConnected,
  anEngine,
  aPage,
  aServer,
  endAll,
  type TestPage,
  whole,
} from './engine-makers.ts';

vi.setConfig({ testTimeout: 60_000 });

beforeEach(() => {
  vi.stubGlobal('navigator', {});
});
afterEach(endAll);

const key = 'sk-good-0123456789';
const passphrase = 'four lanterns on a quiet lake';
const proof = { kind: 'passphrase', text: passphrase } as const;

/** An engine of its own tab: only such a one may keep keys. */
const aTab = (): TestPage => aPage(startEngine('dedicated', 'test'));

async function aSealed() {
  const server = await aServer(startOpenAi({ key, reply: { text: 'Hi' } }));
  const page = aTab();
  await page.call('vault.create', { passphrase });
  const talk = await aConnected(server, page);
  const { connectionId: id } = talk;
  expect(await page.call('connections.set-key', { id, key })).toMatchObject({ kept: 'sealed' });
  return { server, ...talk };
}

describe('a locked vault', () => {
  it('is asked for by the turn that needs it, which goes on by itself', async () => {
    const { page, send, server } = await aSealed();
    await page.call('vault.lock', null);
    const turns = page.watch('turns.list', null);
    const rows = page.watch('messages.window', whole);
    const before = server.requests.length;
    await send('Hello');
    await until(() => expect(turns.value).toMatchObject([{ wants: 'unlock' }]));
    expect(server.requests).toHaveLength(before);
    await page.call('vault.unlock', { proof });
    await until(() => expect(rows.value?.rows.map(textOf)).toEqual(['Hello', 'Hi']));
    expect(JSON.stringify(page.heard)).not.toContain(key);
  });

  it('is how its connections are shown, without a request, until it is open again', async () => {
    const { page, connectionId: id, server } = await aSealed();
    const connections = page.watch('connections.list', null);
    await page.call('vault.lock', null);
    const before = server.requests.length;
    await page.call('connections.check', { id });
    await until(() => {
      expect(connections.value).toMatchObject([
        { health: { status: 'locked' }, keyState: 'locked', hasKey: true },
      ]);
    });
    expect(server.requests).toHaveLength(before);
    await page.call('vault.unlock', { proof });
    await until(() => {
      expect(connections.value).toMatchObject([{ health: { status: 'up' }, keyState: 'sealed' }]);
    });
  });

  it('is locked in all tabs by one of them', async () => {
    const { page } = await aSealed();
    const other = aTab();
    const vault = other.watch('vault.get', null);
    await until(() => expect(vault.value?.state).toBe('locked'));
    await other.call('vault.unlock', { proof });
    await until(() => expect(vault.value?.state).toBe('unlocked'));
    await page.call('vault.lock', null);
    await until(() => expect(vault.value?.state).toBe('locked'));
  });
});

describe('an engine in the page', () => {
  it('keeps keys in memory only', async () => {
    const server = await aServer(startOpenAi({ key, reply: { text: 'Hi' } }));
    const page = anEngine();
    const vault = page.watch('vault.get', null);
    await until(() => expect(vault.value?.state).toBe('absent'));
    const { connectionId: id } = await aConnected(server, page);
    expect(await page.call('connections.set-key', { id, key })).toMatchObject({ kept: 'memory' });
  });
});

describe('what the deployer decided', () => {
  it('is nothing where there is no file', async () => {
    const config = anEngine().watch('config.get', null);
    await until(() => expect(config.value).toEqual({ locked: [], faults: [] }));
  });
});
