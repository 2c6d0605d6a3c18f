import { describe, expect, test } from 'vitest';
import { type LibraryModel, searchLibrary } from '../../../src/domain/library.ts';
import { readLibrary, readLibraryFile } from '../../../src/domain/library-file.ts';
import { shippedLibrary } from '../../../src/domain/library-models.ts';
import { parseModelName } from '../../../src/domain/model-name.ts';

const find = (text: string, change: Partial<Parameters<typeof searchLibrary>[1]> = {}) =>
  searchLibrary(shippedLibrary.rows, { text, order: 'listed', ...change }).map(({ name }) => name);

describe('the shipped catalogue', () => {
  test('is what a file in its place must be', () => {
    expect(readLibrary(shippedLibrary)).toEqual({ ok: true, library: shippedLibrary });
    expect(shippedLibrary.rows.length).toBeGreaterThan(60);
  });

  test('names only what can be pulled, each tag once, and one of them as the usual', () => {
    for (const { name, tags, latest } of shippedLibrary.rows) {
      expect(new Set(tags.map(({ tag }) => tag)).size, name).toBe(tags.length);
      for (const { tag } of tags) expect(parseModelName(`${name}:${tag}`).ok, tag).toBe(true);
      if (latest !== undefined) expect(tags.map(({ tag }) => tag)).toContain(latest);
    }
  });

  test('has sizes that rise, and contexts as powers say', () => {
    for (const { name, tags } of shippedLibrary.rows) {
      const sizes = tags.map(({ sizeBytes = 0 }) => sizeBytes);
      expect(sizes, name).toEqual([...sizes].sort((one, other) => one - other));
      expect(
        sizes.every((bytes) => bytes > 40_000_000),
        name,
      ).toBe(true);
    }
    const llama = shippedLibrary.rows.find(({ name }) => name === 'llama3.1');
    expect(llama?.tags[0]).toEqual({ tag: '8b', sizeBytes: 4_900_000_000, contextLength: 131_072 });
  });

  test('describes each in a few words of its own', () => {
    for (const { name, description } of shippedLibrary.rows) {
      expect(description.length, name).toBeGreaterThan(20);
      expect(description.length, name).toBeLessThan(200);
    }
  });
});

describe('looking through a catalogue', () => {
  test('finds every word anywhere, without case', () => {
    expect(find('GEMMA phone')).toEqual(['gemma3n', 'embeddinggemma']);
  });

  test('takes a name with its tag', () => {
    expect(find('qwen3:8')).toEqual(['qwen3']);
    expect(find('qwen3:900b')).toEqual([]);
  });

  test('filters by what a model can do', () => {
    expect(find('', { ability: 'audio' })).toEqual(['gemma4']);
  });

  test('orders by the smallest pull', () => {
    expect(find('', { order: 'size' })[0]).toBe('all-minilm');
    expect(find('llama3', { order: 'name' })).toEqual([...find('llama3')].sort());
  });

  test('keeps to a namespace that was typed', () => {
    const rows: LibraryModel[] = [
      { name: 'kelp', description: '', abilities: [], tags: [] },
      { name: 'harbour/kelp', description: '', abilities: [], tags: [] },
      { name: 'harbour/wrack', description: '', abilities: [], tags: [] },
    ];
    const names = (text: string) =>
      searchLibrary(rows, { text, order: 'listed' }).map(({ name }) => name);
    expect(names('harbour/')).toEqual(['harbour/kelp', 'harbour/wrack']);
    expect(names('Harbour/wr')).toEqual(['harbour/wrack']);
    expect(names('library/kelp')).toEqual(['kelp']);
    expect(names('kelp')).toEqual(['kelp', 'harbour/kelp']);
  });
});

describe('a picked file', () => {
  const row = { name: 'harbour/kelp', tags: [{ tag: '4b', sizeBytes: 5 }] };

  test('needs a day and rows; the rest has defaults', () => {
    const read = readLibraryFile(JSON.stringify({ asOf: '2026-09-01', rows: [row] }));
    expect(read).toEqual({
      ok: true,
      library: {
        asOf: '2026-09-01',
        rows: [{ ...row, description: '', abilities: [] }],
      },
    });
  });

  test.each([
    ['no JSON', '{', '', 'it is no JSON'],
    ['a list', '[]', '', /./],
    ['no day', { rows: [row] }, 'asOf', /./],
    ['a day in words', { asOf: 'today', rows: [row] }, 'asOf', /2026/],
    ['no rows', { asOf: '2026-09-01', rows: [] }, 'rows', /./],
    [
      'a name that cannot be',
      { asOf: '2026-09-01', rows: [{ name: 'a b' }] },
      'rows.0.name',
      /no name/,
    ],
    [
      'a name with a tag',
      { asOf: '2026-09-01', rows: [{ name: 'a:b' }] },
      'rows.0.name',
      /no name/,
    ],
    ['a name twice', { asOf: '2026-09-01', rows: [row, row] }, 'rows', /twice/],
    [
      'a size that is none',
      { asOf: '2026-09-01', rows: [{ name: 'a', tags: [{ tag: 'b', sizeBytes: -1 }] }] },
      'rows.0.tags.0.sizeBytes',
      /./,
    ],
  ])('with %s is refused, and says where', (_what, value, place, reason) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    const read = readLibraryFile(text);
    expect(read).toMatchObject({ ok: false, place });
    expect(read.ok ? '' : read.reason).toMatch(reason);
  });
});
