import { expect, test } from 'vitest';
import { mostFileBytes } from '../../../src/domain/page-model-parts.ts';
import { parseWantedModel } from '../../../src/domain/page-model-source.ts';
import { pageFit, pageRoomBytes } from '../../../src/domain/page-room.ts';
import {
  deviceClasses,
  smallModelName,
  smallModels,
  smallModelsAsOf,
} from '../../../src/domain/small-models.ts';

test.each(smallModels)('$title can be fetched by its name, and is small enough', (model) => {
  expect(parseWantedModel(smallModelName(model))).toEqual({
    kind: 'hub',
    repo: model.repo,
    tag: model.tag,
  });
  expect(model.sizeBytes).toBeLessThan(mostFileBytes);
});

test('the list has something for every device, the smallest first, and a date', () => {
  expect(new Set(smallModels.map(({ device }) => device))).toEqual(new Set(deviceClasses));
  const sizes = smallModels.map(({ sizeBytes }) => sizeBytes);
  expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
  expect(Number.isNaN(Date.parse(smallModelsAsOf))).toBe(false);
});

const gib = 1024 ** 3;
const wide = (deviceMemory?: number) => ({ deviceMemory, isNarrow: false, hasTouch: false });

test('half of a device is for its models, and never more than WebAssembly has', () => {
  expect(pageRoomBytes(wide(2))).toBe(gib);
  expect(pageRoomBytes(wide(32))).toBe(3.75 * gib);
  expect(pageRoomBytes(wide())).toBe(3.75 * gib);
  expect(pageRoomBytes({ ...wide(), hasTouch: true })).toBe(3.75 * gib);
});

test('with 32-bit memory it is at most the lower half of it, and less on what seems a phone', () => {
  const narrow = (deviceMemory: number | undefined, hasTouch = false) =>
    pageRoomBytes({ deviceMemory, isNarrow: true, hasTouch });
  expect(narrow(undefined)).toBe(1.75 * gib);
  expect(narrow(32)).toBe(1.75 * gib);
  expect(narrow(2)).toBe(gib);
  expect(narrow(undefined, true)).toBe(gib);
  expect(narrow(8, true)).toBe(1.75 * gib);
});

test('every model of the list that is meant for phones has a conversation in the room of an iPhone', () => {
  const iPhone = { deviceMemory: undefined, isNarrow: true, hasTouch: true };
  const phones = smallModels.filter(({ device }) => device === 'phone');
  expect(phones.length).toBeGreaterThan(2);
  for (const { sizeBytes } of phones)
    expect(pageFit({ weightsBytes: sizeBytes, contextLength: 4096 }, iPhone)).toBe('unknown');
  expect(pageFit({ weightsBytes: 900_000_000, contextLength: 1024 }, iPhone)).toBe('too-large');
});

test.each([
  [400_000_000, 8, 'fits'],
  [900_000_000, 2, 'too-large'],
  [5_000_000_000, undefined, 'too-large'],
  [400_000_000, undefined, 'unknown'],
])('%i bytes on a device of %s GiB: %s', (weightsBytes, deviceMemory, fit) => {
  expect(pageFit({ weightsBytes, contextLength: 4096 }, wide(deviceMemory))).toBe(fit);
});

test('what leaves next to nothing is tight', () => {
  const verdicts = [600, 700, 750, 800, 850, 900].map((mega) =>
    pageFit({ weightsBytes: mega * 1e6, contextLength: 1024 }, wide(2)),
  );
  expect(verdicts).toContain('tight');
});
