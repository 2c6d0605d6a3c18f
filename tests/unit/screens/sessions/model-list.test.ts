import { beforeAll, describe, expect, test } from 'vitest';
import { anyServer } from '../../../../src/domain/any-server.ts';
import { loadWords } from '../../../../src/i18n/i18n.ts';
import { listModels, type ModelListInput } from '../../../../src/screens/sessions/model-list.ts';
import { aCatalogue, aConnection, aModel } from './makers.ts';

beforeAll(() => loadWords('later'));

const hall = aConnection();
const attic = aConnection({ id: 'c2', name: 'Attic', order: 1 });

function list(change: Partial<ModelListInput> = {}) {
  return listModels({
    connections: [hall, attic],
    catalogues: [
      aCatalogue('c1', [
        aModel({ name: 'qwen10' }),
        aModel({ name: 'qwen2', isFavourite: true }),
        aModel({ name: 'old', isHidden: true }),
        aModel({ name: 'nomic-embed-text', abilities: ['embedding'] }),
      ]),
      aCatalogue('c2', [aModel({ name: 'qwen10', state: 'sleeping' }), aModel({ name: 'qwen9' })]),
    ],
    chosen: undefined,
    defaultModel: null,
    kind: 'all',
    showsHidden: false,
    nowAt: 0,
    ...change,
  });
}

/** Group by group: what stands in it. */
function shown(of: ReturnType<typeof list>): Record<string, string[]> {
  return Object.fromEntries(of.groups.map(({ id, options }) => [id, options.map((o) => o.label)]));
}

describe('the list of models', () => {
  test('favourites come first and stand in no other group', () => {
    const { groups } = list();
    expect(groups[0]?.options.map((option) => option.id)).toEqual(['c1/qwen2']);
    expect(shown(list())['c1']).toEqual(['qwen10']);
  });

  test('a model of several servers may be answered for by any of them', () => {
    const { groups, refsById } = list();
    expect(groups[1]?.options.map((option) => option.label)).toEqual(['qwen10']);
    expect(refsById.get(`${anyServer}/qwen10`)).toEqual({
      connectionId: anyServer,
      name: 'qwen10',
    });
  });

  test('the model chosen for any server is listed, whoever has it', () => {
    const chosen = { connectionId: anyServer, name: 'gone' };
    expect(shown(list({ chosen }))[anyServer]).toEqual(['gone', 'qwen10']);
  });

  test('hidden models are counted and left out until they are asked for', () => {
    expect(list().hiddenCount).toBe(1);
    expect(shown(list())['c1']).not.toContain('old');
    expect(shown(list({ showsHidden: true }))['c1']).toContain('old');
  });

  test('what does not chat is only under its own kind, and cannot be picked', () => {
    expect(shown(list())['c1']).not.toContain('nomic-embed-text');
    const found = list({ kind: 'embedding' }).groups.flatMap(({ options }) => options);
    expect(found.map(({ label, disabled }) => [label, disabled])).toEqual([
      ['nomic-embed-text', true],
    ]);
  });

  test('a router tells what its models are doing', () => {
    const option = list()
      .groups.at(-1)
      ?.options.find(({ label }) => label === 'qwen10');
    expect(option?.badges).toContain('asleep');
  });

  test('prices and context stand in the detail', () => {
    const model = aModel({ contextLength: 131_072, price: { input: 0.15, output: 2.5 } });
    const { groups } = list({ catalogues: [aCatalogue('c1', [model])] });
    const detail = groups.flatMap(({ options }) => options)[0]?.detail;
    expect(detail).toContain('context 131,072');
    expect(detail).toContain('$0.15 in, $2.5 out');
  });

  test('a server that is switched off lists nothing', () => {
    const off = list({ connections: [hall, { ...attic, enabled: false }] });
    expect(shown(off)['c2']).toBeUndefined();
    expect(shown(off)[anyServer]).toEqual([]);
  });
});
