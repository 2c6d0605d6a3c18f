import { describe, expect, test } from 'vitest';
import { digestsSeen } from '../../../src/domain/digests-seen.ts';

describe('digests seen', () => {
  test('a new one goes before those that were seen', () => {
    const first = digestsSeen(undefined, [{ name: 'fern', digest: 'a' }], 10);
    expect(digestsSeen(first, [{ name: 'fern', digest: 'b' }], 20)).toEqual({
      fern: [
        { digest: 'b', at: 20 },
        { digest: 'a', at: 10 },
      ],
    });
  });

  test('the same one keeps the date when it was first seen', () => {
    const first = digestsSeen(undefined, [{ name: 'fern', digest: 'a' }], 10);
    expect(digestsSeen(first, [{ name: 'fern', digest: 'a' }], 20)).toEqual(first);
  });

  test('of models that are gone they stay: they may be pulled again', () => {
    const first = digestsSeen(undefined, [{ name: 'fern', digest: 'a' }], 10);
    expect(digestsSeen(first, [{ name: 'moss' }], 20)).toEqual(first);
  });

  test('a server that tells none leaves nothing', () => {
    expect(digestsSeen(undefined, [{ name: 'fern' }], 10)).toEqual({});
  });

  test('a model that changes every day does not fill the disk', () => {
    let seen = digestsSeen(undefined, [], 0);
    for (let day = 1; day <= 100; day += 1) {
      seen = digestsSeen(seen, [{ name: 'fern', digest: `d${day}` }], day);
    }
    expect(seen['fern']?.length).toBeLessThan(20);
    expect(seen['fern']?.[0]).toEqual({ digest: 'd100', at: 100 });
  });
});
