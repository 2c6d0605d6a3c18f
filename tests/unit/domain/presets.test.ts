import { describe, expect, test } from 'vitest';
import { zoneOf } from '../../../src/domain/address.ts';
import { providerKinds } from '../../../src/domain/connection.ts';
import { knownModels } from '../../../src/domain/known-models.ts';
import type { Preset } from '../../../src/domain/preset.ts';
import { presetById, presets } from '../../../src/domain/presets.ts';

const filledIn = (url: string) => url.replace(/\{\w+\}/g, 'x');

describe.each(presets.map((each): [string, Preset] => [each.id, each]))('%s', (_id, preset) => {
  test('has a clean address and a kind that exists', () => {
    const { baseUrl, kind, group } = preset;
    const url = new URL(filledIn(baseUrl));
    expect(providerKinds).toContain(kind);
    expect(`${url.origin}${url.pathname}`.replace(/\/$/, '')).toBe(filledIn(baseUrl));
    expect(baseUrl.match(/\{/g)?.length ?? 0).toBeLessThanOrEqual(1);
    if (group === 'cloud') {
      expect(url.protocol).toBe('https:');
      expect(preset.needsKey).toBe(true);
    } else expect(zoneOf(baseUrl)).toBe('device');
  });

  test('says since when it is known whether browsers are answered', () => {
    expect(preset.reach.asOf).toMatch(/^20\d\d-[01]\d-[0-3]\d$/);
    if (preset.reach.answers === 'yes') expect(preset.reach.evidence).not.toBe('unverified');
  });

  test('has quirks that can be read', () => {
    const { hideModels, noSampling, allowedHeaders = [], modelsPath, fixedModels } = preset.quirks;
    for (const pattern of [hideModels, noSampling]) {
      if (pattern !== undefined) expect(() => new RegExp(pattern, 'i')).not.toThrow();
    }
    for (const name of allowedHeaders) expect(name).toMatch(/^[a-z0-9-]+$/);
    if (typeof modelsPath === 'string') expect(modelsPath).toMatch(/^\/{1,2}[a-z]/);
    if (fixedModels) expect(modelsPath).toBeNull();
    if (preset.keyPage) expect(new URL(preset.keyPage).protocol).toBe('https:');
  });
});

test('ids and names are each there once', () => {
  expect(new Set(presets.map(({ id }) => id)).size).toBe(presets.length);
  expect(new Set(presets.map(({ name }) => name)).size).toBe(presets.length);
});

test.each(['openrouter', 'perplexity', 'mistral', 'fireworks', 'moonshot', 'gemini'])(
  '%s lets only a fixed list of headers pass',
  (id) => {
    expect(presetById(id)?.quirks.allowedHeaders).toBeDefined();
  },
);

test.each(
  `openai anthropic gemini groq openrouter mistral deepseek xai together fireworks cerebras hugging-face perplexity github
   azure cohere litellm lm-studio vllm koboldcpp localai jan text-generation-webui`.split(/\s+/),
)('%s is in the table', (id) => {
  expect(presetById(id)?.id).toBe(id);
});

test('what does not answer browsers says so', () => {
  const silent = presets.filter(({ reach }) => reach.answers === 'no').map(({ id }) => id);
  expect(silent).toEqual(['bedrock', 'nvidia', 'wandb']);
  expect(presetById('nobody')).toBeUndefined();
  expect(presetById(undefined)).toBeUndefined();
});

test('OpenAI hides what is no model to talk to, and nothing else', () => {
  const hidden = new RegExp(presetById('openai')?.quirks.hideModels ?? '$^', 'i');
  const others = [
    'gpt-4o-audio-preview',
    'text-embedding-3-small',
    'dall-e-3',
    'whisper-1',
    'tts-1',
  ];
  for (const name of others) expect(name).toMatch(hidden);
  for (const { names } of knownModels.rows.filter(({ at }) => at?.includes('openai'))) {
    for (const name of names) expect(name).not.toMatch(hidden);
  }
});
