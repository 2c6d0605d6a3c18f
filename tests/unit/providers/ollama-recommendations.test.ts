import { describe, expect, test } from 'vitest';
import { faultFrom } from '../../../src/domain/fault.ts';
import { readRecommendations } from '../../../src/providers/ollama/recommendations.ts';
import { readRecord } from '../../servers/records.ts';
import { aFetcher, anAnswer, anEndpoint, never } from './maker.ts';

const asked = (body: unknown, status = 200) =>
  readRecommendations(
    anEndpoint(
      'ollama',
      aFetcher(() => anAnswer([JSON.stringify(body)], { status, type: 'application/json' }))
        .fetcher,
    ),
    never,
  );

describe('what an Ollama proposes', () => {
  test('comes with what it needs, and where it runs', async () => {
    const found = await asked({
      recommendations: [
        {
          model: 'kimi-k2.6:cloud',
          description: 'Coding and agents',
          context_length: 262_144,
          max_output_tokens: 262_144,
          required_plan: 'pro',
        },
        { model: 'gemma4', description: 'Locally', vram_bytes: 12_000_000_000, context_length: 0 },
      ],
    });
    expect(found).toEqual([
      {
        model: 'kimi-k2.6:cloud',
        isCloud: true,
        description: 'Coding and agents',
        contextLength: 262_144,
        plan: 'pro',
      },
      { model: 'gemma4', isCloud: false, description: 'Locally', vramBytes: 12_000_000_000 },
    ]);
  });

  test('is read as a real one says it', async () => {
    const found = await asked(JSON.parse(readRecord('recommendations', 'ollama').body));
    expect(found.filter(({ isCloud }) => isCloud)).toHaveLength(4);
    expect(found.filter(({ isCloud }) => !isCloud)).toMatchObject([
      { model: 'gemma4', vramBytes: 12e9 },
      { model: 'qwen3.5', vramBytes: 14e9 },
    ]);
  });

  test('that is no name of a model is left out', async () => {
    expect(await asked({ recommendations: [{ model: 'a b' }, 3, { name: 'x' }] })).toEqual([]);
  });

  test('is nothing where it knows no such question', async () => {
    expect(await asked('404 page not found', 404)).toEqual([]);
    expect(await asked({ error: 'not here' }, 501)).toEqual([]);
    expect(await asked({ models: [] })).toEqual([]);
  });

  test('is a failure where the server fails', async () => {
    const failed = asked({ error: 'broken' }, 500).catch(faultFrom);
    expect(await failed).toMatchObject({ kind: 'server-error' });
  });
});
