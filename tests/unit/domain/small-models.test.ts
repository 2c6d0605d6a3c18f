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

test('half of a device is for its models, and never more than WebAssembly has', () => {
  expect(pageRoomBytes(2)).toBe(1024 ** 3);
  expect(pageRoomBytes(32)).toBe(pageRoomBytes(undefined));
});

test.each([
  [400_000_000, 8, 'fits'],
  [900_000_000, 2, 'too-large'],
  [5_000_000_000, undefined, 'too-large'],
  [400_000_000, undefined, 'unknown'],
])('%i bytes on a device of %s GiB: %s', (weightsBytes, deviceMemory, fit) => {
  expect(pageFit({ weightsBytes, contextLength: 4096 }, deviceMemory)).toBe(fit);
});

test('what leaves next to nothing is tight', () => {
  const verdicts = [600, 700, 750, 800, 850, 900].map((mega) =>
    pageFit({ weightsBytes: mega * 1e6, contextLength: 1024 }, 2),
  );
  expect(verdicts).toContain('tight');
});
