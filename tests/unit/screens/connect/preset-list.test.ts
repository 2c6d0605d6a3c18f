import { describe, expect, test } from 'vitest';
import { presetById, presets } from '../../../../src/domain/presets.ts';
import {
  fillGap,
  findPresets,
  gapOf,
  needsModels,
} from '../../../../src/screens/connect/preset-list.ts';

const azure = 'https://{resource}.openai.azure.com/openai/v1';

describe('presets as they are offered', () => {
  test('are found by words of name and address', () => {
    expect(findPresets(presets, 'hugging').map(({ id }) => id)).toEqual(['hugging-face']);
    expect(findPresets(presets, 'azure open').map(({ id }) => id)).toEqual(['azure']);
    expect(findPresets(presets, 'no such thing')).toEqual([]);
    expect(findPresets(presets, ' ')).toHaveLength(presets.length);
  });

  test('the gap of an address is named and filled', () => {
    expect(gapOf(azure)).toBe('resource');
    expect(gapOf('https://api.openai.com/v1')).toBeUndefined();
    expect(fillGap(azure, 'my-team')).toBe('https://my-team.openai.azure.com/openai/v1');
  });

  test('a whole address pasted into a gap gives its own part', () => {
    expect(fillGap(azure, 'https://my-team.openai.azure.com/')).toBe(
      'https://my-team.openai.azure.com/openai/v1',
    );
  });

  test.each(['', 'evil.example/', 'a b', '-x', 'me@evil'])('%j fills no gap', (text) => {
    expect(fillGap(azure, text)).toBeUndefined();
  });

  test('models are asked for only where nothing lists them', () => {
    const asks = (id: string) => {
      const preset = presetById(id);
      return preset && needsModels(preset);
    };
    expect(asks('azure')).toBe(true);
    expect(asks('perplexity')).toBe(false);
    expect(asks('openai')).toBe(false);
  });
});
