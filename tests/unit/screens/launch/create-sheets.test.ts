import { createRoot } from 'solid-js';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { LaunchSheet } from '../../../../src/domain/launch/sheet.ts';
import { createSheets, type Sheets } from '../../../../src/screens/models/launch/create-sheets.ts';
import type { AppState } from '../../../../src/state/create-state.ts';

beforeEach(() => {
  vi.stubGlobal('document', {
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
    visibilityState: 'visible',
  });
});

type Sent = { name: string; input: unknown };

/** A state with one connection, whose commands are written down. */
function aState(saved: readonly LaunchSheet[], draft?: unknown) {
  const sent: Sent[] = [];
  const connection = { id: 'c', kind: 'llama-server', name: 'Box', launchSheets: saved };
  const state = {
    connections: {
      known: true,
      list: [connection],
      byId: (id: string) => (id === 'c' ? connection : undefined),
    },
    notices: { showFault: () => undefined },
    engine: {
      call: async (name: string, input: unknown) => {
        sent.push({ name, input });
        return name === 'drafts.get' && draft ? { text: JSON.stringify(draft) } : null;
      },
    },
  };
  // Only what the screen's own state uses of it.
  return { state: state as unknown as AppState, sent };
}

const aSheet = (name: string, values: Record<string, string>): LaunchSheet => ({
  name,
  program: 'llama-server',
  values,
  extra: [],
  env: {},
  models: [],
});

async function opened(
  saved: readonly LaunchSheet[],
  draft?: unknown,
): Promise<{ sheets: Sheets; sent: Sent[]; end: () => void }> {
  const { state, sent } = aState(saved, draft);
  const { sheets, end } = createRoot((dispose) => ({
    sheets: createSheets({ state, connectionId: () => 'c', origin: 'null', model: undefined }),
    end: dispose,
  }));
  await vi.waitFor(() => expect(sent.length).toBeGreaterThan(0));
  await Promise.resolve();
  await Promise.resolve();
  return { sheets, sent, end };
}

describe('the sheet that is shown', () => {
  test('is the first saved one, and the draft before it', async () => {
    const saved = [aSheet('Mine', { port: '9000' })];
    expect((await opened(saved)).sheets.sheet().name).toBe('Mine');
    const draft = aSheet('', { port: '9001' });
    expect((await opened(saved, draft)).sheets.sheet().values).toEqual({ port: '9001' });
  });

  test('is kept when the screen is left', async () => {
    const { sheets, sent, end } = await opened([]);
    sheets.setValue('port', '9002');
    end();
    await vi.waitFor(() => expect(sent.at(-1)?.name).toBe('drafts.put'));
    expect(JSON.stringify(sent.at(-1)?.input)).toContain('9002');
  });

  test('never takes a key along, neither into the draft nor into the connection', async () => {
    const { sheets, sent, end } = await opened([]);
    sheets.change({
      name: 'Mine',
      extra: ['--api-key', 'hush'],
      env: { MY_TOKEN: 'hush', A: '1' },
    });
    expect(sheets.problem('extra')?.reason).toBe('secret');
    await sheets.save();
    sheets.change({ extra: ['--api-key=hush'] });
    end();
    await vi.waitFor(() => expect(sent.at(-1)?.name).toBe('drafts.put'));
    expect(sent.map(({ name }) => name)).toContain('connections.update');
    expect(JSON.stringify(sent)).not.toContain('hush');
    expect(JSON.stringify(sent)).toContain('"A":"1"');
  });
});

describe('a saved sheet', () => {
  test('counts as saved whatever the order of its fields', async () => {
    const { sheets } = await opened([aSheet('Mine', { port: '9000', host: 'a' })]);
    expect(sheets.isSaved()).toBe(true);
    sheets.setValue('port', '');
    expect(sheets.isSaved()).toBe(false);
    sheets.setValue('port', '9000');
    expect(sheets.isSaved()).toBe(true);
  });

  test('is no longer there once it is deleted', async () => {
    const { sheets, sent } = await opened([aSheet('A', {}), aSheet('B', {})]);
    expect(await sheets.remove()).toBe(true);
    expect(sent.at(-1)?.input).toEqual({ id: 'c', options: { launchSheets: [aSheet('B', {})] } });
  });

  test('beyond the most a connection keeps is refused', async () => {
    const saved = Array.from({ length: 20 }, (_, at) => aSheet(`S${at}`, {}));
    const { sheets } = await opened(saved);
    sheets.change({ name: 'One more' });
    expect(await sheets.save()).toBe('full');
  });
});

test('a pasted command replaces the fields, but not how the service starts', async () => {
  const { sheets } = await opened([aSheet('Mine', { startAt: 'boot', port: '9000' })]);
  const found = sheets.takeCommand('llama-server -m a.gguf --jinja');
  expect(found?.unknown).toEqual(['--jinja']);
  expect(sheets.sheet()).toMatchObject({
    name: 'Mine',
    values: { startAt: 'boot', model: 'a.gguf' },
    extra: ['--jinja'],
  });
  expect(sheets.sheet().values).not.toHaveProperty('port');
  expect(sheets.takeCommand('ls')).toBeUndefined();
});
