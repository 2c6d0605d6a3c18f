import { describe, expect, test } from 'vitest';
import { freedBy, type StoredModel } from '../../../src/domain/shared-layers.ts';

const models: readonly StoredModel[] = [
  { name: 'base', sizeBytes: 1000, digest: 'd1', blobs: ['w1'] },
  { name: 'coach', sizeBytes: 1010, digest: 'd2', blobs: ['w1'] },
  { name: 'copy', sizeBytes: 1000, digest: 'd1' },
  { name: 'eye', sizeBytes: 700, digest: 'd3', blobs: ['w3', 'p3'] },
  { name: 'nobody-knows' },
];

function freed(...names: string[]) {
  return freedBy(models, new Set(names));
}

describe('deleting', () => {
  test('frees what no other model has', () => {
    expect(freed('eye')).toEqual({ bytes: 700, sharedWith: [], unknown: [] });
  });

  test('frees nothing of what another model keeps, and names it', () => {
    expect(freed('base')).toEqual({ bytes: 0, sharedWith: ['coach', 'copy'], unknown: [] });
    expect(freed('copy')).toEqual({ bytes: 0, sharedWith: ['base', 'coach'], unknown: [] });
  });

  test('all that share a file frees it once', () => {
    expect(freed('base', 'coach', 'copy', 'eye')).toEqual({
      bytes: 1710,
      sharedWith: [],
      unknown: [],
    });
    const reversed = freedBy(models.toReversed(), new Set(['copy', 'coach', 'base']));
    expect(reversed.bytes).toBe(1010);
  });

  test('tells of which models nobody knows', () => {
    expect(freed('nobody-knows', 'eye', 'gone')).toEqual({
      bytes: 700,
      sharedWith: [],
      unknown: ['nobody-knows'],
    });
  });
});
