import { describe, expect, test } from 'vitest';
import {
  filterRows,
  layOut,
  listsInstalled,
  mergeRows,
  modelRows,
  pullPlans,
  sortRows,
  spaceOf,
} from '../../../../src/screens/models/model-rows.ts';
import { aCatalogue, aConnection, aModel } from '../sessions/makers.ts';
import { aRow, attic, hall } from './makers.ts';

const names = (rows: readonly { model: { name: string } }[]) => rows.map(({ model }) => model.name);

describe('rows', () => {
  test('are the models of all servers that are on', () => {
    const off = aConnection({ id: 'off', enabled: false });
    const rows = modelRows(
      [hall, off, attic],
      [
        aCatalogue('hall', [aModel({ name: 'fern' })]),
        aCatalogue('off', [aModel({ name: 'gone' })]),
        aCatalogue('attic', [aModel({ name: 'fern' })]),
      ],
    );
    expect(rows.map(({ id }) => id)).toEqual(['hall/fern', 'attic/fern']);
  });

  test('leave out what a cloud offers', () => {
    expect(listsInstalled(aConnection({ kind: 'openai', liesIn: 'outside' }))).toBe(false);
    expect(listsInstalled(aConnection({ kind: 'openai', liesIn: 'network' }))).toBe(true);
    expect(listsInstalled(aConnection({ kind: 'ollama', liesIn: 'outside' }))).toBe(true);
  });
});

describe('the filter', () => {
  const rows = [
    aRow({ name: 'fern:4b', quantization: 'Q4_K_M', abilities: ['completion', 'vision'] }),
    aRow({ name: 'fern:4b', quantization: 'Q4_K_M' }, attic),
    aRow({ name: 'moss:1b', family: 'moss' }),
  ];

  test('wants every word, wherever it stands', () => {
    expect(filterRows(rows, ' FERN attic').map(({ id }) => id)).toEqual(['attic/fern:4b']);
    expect(names(filterRows(rows, 'vision q4'))).toEqual(['fern:4b']);
    expect(filterRows(rows, 'fern moss')).toEqual([]);
  });

  test('with nothing in it lets all pass', () => {
    expect(filterRows(rows, '  ')).toHaveLength(3);
  });
});

describe('the order', () => {
  const rows = [
    aRow({ name: 'b', sizeBytes: 5, modifiedAt: 30 }),
    aRow({ name: 'a10', sizeBytes: 9, modifiedAt: 10 }),
    aRow({ name: 'a2' }),
  ];

  test('is by size, either way, with what is not told at the end', () => {
    expect(names(sortRows(rows, 'size-down'))).toEqual(['a10', 'b', 'a2']);
    expect(names(sortRows(rows, 'size-up'))).toEqual(['b', 'a10', 'a2']);
  });

  test('by name really runs both ways, and counts numbers as such', () => {
    expect(names(sortRows(rows, 'name-up'))).toEqual(['a2', 'a10', 'b']);
    expect(names(sortRows(rows, 'name-down'))).toEqual(['b', 'a10', 'a2']);
  });

  test('by age puts the newest first, or the oldest', () => {
    expect(names(sortRows(rows, 'newest'))).toEqual(['b', 'a10', 'a2']);
    expect(names(sortRows(rows, 'oldest'))).toEqual(['a10', 'b', 'a2']);
  });
});

describe('a model on several servers', () => {
  const same = [
    aRow({ name: 'fern:4b', digest: 'abc' }),
    aRow({ name: 'Fern:4b', digest: 'sha256:abc' }, attic),
  ];

  test('is the same where all digests are', () => {
    expect(mergeRows(same, [hall, attic])).toMatchObject([
      { name: 'fern:4b', isSame: true, missing: [] },
    ]);
  });

  test('differs where one digest does, and nobody knows where one is not told', () => {
    const other = [same[0] ?? aRow(), aRow({ name: 'fern:4b', digest: 'xyz' }, attic)];
    expect(mergeRows(other, [])[0]?.isSame).toBe(false);
    const untold = [same[0] ?? aRow(), aRow({ name: 'fern:4b' }, attic)];
    expect(mergeRows(untold, [])[0]?.isSame).toBeUndefined();
  });

  test('could be pulled by those that have it not and can pull', () => {
    const llama = aConnection({ id: 'l', kind: 'llama-server' });
    const [places] = mergeRows([aRow({ name: 'fern' })], [hall, attic, llama]);
    expect(places?.missing.map(({ id }) => id)).toEqual(['attic']);
  });
});

test('several models are pulled where they are missing, and nowhere else', () => {
  const rows = [
    aRow({ name: 'fern:4b' }),
    aRow({ name: 'moss' }),
    aRow({ name: 'moss:latest' }, attic),
  ];
  const cellar = aConnection({ id: 'cellar', name: 'Cellar' });
  const plans = pullPlans(['fern:4b', 'moss', 'Fern:4b'], rows, [hall, attic, cellar]);
  expect(plans.map(({ connection, names: missing }) => [connection.name, missing])).toEqual([
    ['Attic', ['Fern:4b']],
    ['Cellar', ['Fern:4b', 'moss']],
  ]);
});

describe('the layout', () => {
  const rows = [aRow({ name: 'a' }), aRow({ name: 'a' }, attic), aRow({ name: 'b' })];

  test('by server puts a heading over the rows of each', () => {
    const entries = layOut(rows, 'servers', [attic, hall]);
    expect(entries.map(({ id }) => id)).toEqual(['attic', 'attic/a', 'hall', 'hall/a', 'hall/b']);
  });

  test('by model shows each once', () => {
    expect(layOut(rows, 'merged', [attic, hall]).map(({ id }) => id)).toEqual(['= a', '= b']);
  });
});

test('copies of one digest on one server take their space once', () => {
  const rows = [
    aRow({ name: 'a', digest: 'd', sizeBytes: 10 }),
    aRow({ name: 'copy', digest: 'd', sizeBytes: 10 }),
    aRow({ name: 'a', digest: 'd', sizeBytes: 10 }, attic),
    aRow({ name: 'untold', sizeBytes: 1 }),
  ];
  expect(spaceOf(rows)).toBe(21);
});

test('five hundred models are laid out in a moment', () => {
  const many = Array.from({ length: 500 }, (_, at) =>
    aRow({ name: `maker/model-${at}:q4`, sizeBytes: at, digest: `d${at}` }),
  );
  expect(layOut(sortRows(many, 'size-down'), 'merged', [hall, attic])).toHaveLength(500);
});
