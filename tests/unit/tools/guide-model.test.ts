/** The guide's file is trained apart from the build: these tell when it, its help entries and the app no longer agree. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { readGguf } from '../../../src/domain/gguf.ts';

const entries = z
  .array(z.object({ id: z.string(), page: z.string(), label: z.string(), answer: z.string() }))
  .parse(JSON.parse(readFileSync('tools/guide-model/entries.json', 'utf8')));
const file = readFileSync('public/guide/guide.gguf');
const text = file.toString('latin1');

describe('the guide', () => {
  test('is small, whole, and takes a question and its answer', async () => {
    expect(file.length).toBeLessThan(4 * 2 ** 20);
    const header = await readGguf(async (from, to) => file.subarray(from, to), file.length);
    expect(header.wholeBytes).toBe(file.length);
    expect(header.metadata).toMatchObject({
      'general.architecture': 'llama',
      'llama.context_length': 1024,
    });
  });

  test('knows every entry of the help, and no other', () => {
    const controls = [...text.matchAll(/<\|([a-z-]+)\|>/g)].map((match) => match[1]);
    const known = new Set(controls.filter((each) => each !== 'answer'));
    expect([...known].sort()).toEqual(entries.map(({ id }) => id).sort());
  });

  test('leads to screens that are there, by the names they have', () => {
    const routes = readFileSync('src/app/routes.ts', 'utf8');
    const patterns = [...routes.matchAll(/path: '(\/[^']*)'/g)].map(
      ([, path = '']) =>
        new RegExp(`^${path.replace(/\/:\w+\?/g, '(/\\w+)?').replace(/:\w+/g, '\\w+')}$`),
    );
    expect(patterns.length).toBeGreaterThan(5);
    const lost = entries.filter(({ page }) => {
      const path = page.replace(/^#/, '').replace(/#.*$/, '');
      return !patterns.some((pattern) => pattern.test(path));
    });
    expect(lost).toEqual([]);
    const words = readdirSync('src/i18n/en').map((each) =>
      readFileSync(`src/i18n/en/${each}`, 'utf8'),
    );
    const unnamed = entries.filter(
      ({ label }) => !words.some((each) => each.includes(`'${label}`)),
    );
    expect(unnamed.map(({ label }) => label)).toEqual([]);
  });
});
