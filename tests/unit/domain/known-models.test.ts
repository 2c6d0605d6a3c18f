import { describe, expect, test } from 'vitest';
import { providerKinds } from '../../../src/domain/connection.ts';
import { factsFor, knownModels } from '../../../src/domain/known-models.ts';
import { knownModelsFile } from '../../../src/domain/known-models-file.ts';
import { presets } from '../../../src/domain/presets.ts';

const at = (preset: string) => ({ kind: 'openai', preset }) as const;

describe('the table', () => {
  test('is what a table in its place must be', () => {
    expect(knownModelsFile.safeParse(knownModels).success).toBe(true);
    expect(knownModels.rows.length).toBeGreaterThan(80);
  });

  test('names only presets and kinds that exist', () => {
    const known = new Set<string>([...providerKinds, ...presets.map(({ id }) => id)]);
    const places = knownModels.rows.flatMap((row) => row.at ?? []);
    expect(places.filter((each) => !known.has(each))).toEqual([]);
  });

  test('names no model of one place twice', () => {
    const seen = new Set<string>();
    for (const { names, at: places = ['anywhere'] } of knownModels.rows) {
      for (const name of names) {
        for (const place of places) {
          const key = `${place} ${name.toLowerCase()}`;
          expect(seen.has(key), key).toBe(false);
          seen.add(key);
        }
      }
    }
  });

  test('has numbers that can be', () => {
    for (const { names, contextLength, maxOutput = 0, price } of knownModels.rows) {
      if (contextLength) expect(maxOutput, names[0]).toBeLessThanOrEqual(contextLength);
      if (price) {
        expect(price.output, names[0]).toBeGreaterThanOrEqual(price.input);
        expect(price.cachedInput ?? 0, names[0]).toBeLessThanOrEqual(price.input);
      }
    }
  });
});

describe('the facts of', () => {
  test('a dated name are those of its family, and not of a smaller sister', () => {
    expect(factsFor(knownModels, at('openai'), 'gpt-5.4-2026-03-05')).toMatchObject({
      contextLength: 1_050_000,
      price: { input: 2.5, output: 15 },
    });
    expect(factsFor(knownModels, at('openai'), 'gpt-5.4-mini-2026-03-17')).toMatchObject({
      contextLength: 400_000,
    });
    expect(factsFor(knownModels, at('openai'), 'gpt-4o-mini')?.price?.input).toBe(0.15);
  });

  test('a cloud hold only there', () => {
    expect(factsFor(knownModels, at('openai'), 'gpt-4o')).toBeDefined();
    expect(factsFor(knownModels, at('azure'), 'gpt-4o')).toBeUndefined();
    expect(factsFor(knownModels, { kind: 'openai' }, 'gpt-4o')).toBeUndefined();
    expect(factsFor(knownModels, { kind: 'anthropic' }, 'claude-sonnet-5-20260630')).toBeDefined();
  });

  test('an open model hold anywhere, whatever its maker is written before it', () => {
    const local = { kind: 'llama-server' } as const;
    expect(factsFor(knownModels, local, 'Qwen/Qwen3-Coder-30B')?.categories).toEqual([
      'chat',
      'code',
    ]);
    expect(factsFor(knownModels, at('lm-studio'), 'nomic-embed-text-v1.5')?.abilities).toEqual([
      'embedding',
    ]);
    expect(factsFor(knownModels, { kind: 'ollama' }, 'gemma3:1b')?.abilities).not.toContain(
      'vision',
    );
    expect(factsFor(knownModels, local, 'my-own.gguf')).toBeUndefined();
  });

  test('a row name what is known, and nothing of the row itself', () => {
    const rows = [
      { names: ['a*'], contextLength: 1 },
      { names: ['abc', 'ab*'], contextLength: 2, at: ['plain'] },
    ];
    expect(factsFor({ rows }, { kind: 'plain' }, 'ABC')).toEqual({ contextLength: 2 });
    expect(factsFor({ rows }, { kind: 'plain' }, 'abx')).toEqual({ contextLength: 2 });
    expect(factsFor({ rows }, { kind: 'openai' }, 'abc')).toEqual({ contextLength: 1 });
    expect(factsFor({ rows }, { kind: 'openai' }, 'b')).toBeUndefined();
  });
});

describe('a table of a deployer', () => {
  test.each([
    [{ asOf: '2026-09-01', rows: [{ names: ['m'], contextLength: 8192 }] }, true],
    [{ asOf: '2026-09-01', rows: [] }, true],
    [{ asOf: 'lately', rows: [] }, false],
    [{ asOf: '2026-09-01', rows: [{ names: [] }] }, false],
    [{ asOf: '2026-09-01', rows: [{ names: ['m'], price: { input: -1, output: 1 } }] }, false],
    [{ rows: [] }, false],
  ])('%j is taken: %s', (table, isTaken) => {
    expect(knownModelsFile.safeParse(table).success).toBe(isTaken);
  });
});
