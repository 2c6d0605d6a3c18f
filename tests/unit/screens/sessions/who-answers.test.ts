import { describe, expect, test } from 'vitest';
import type { Zone } from '../../../../src/domain/address.ts';
import { anyServer } from '../../../../src/domain/any-server.ts';
import type { ConnectionView } from '../../../../src/domain/connection.ts';
import {
  canChat,
  chosenModel,
  fenceFor,
  isBarred,
  mayTakeImages,
  mayTakePdf,
  obstacleFor,
  reachOf,
} from '../../../../src/screens/sessions/chat-model.ts';
import { otherServerFor } from '../../../../src/screens/sessions/other-server.ts';
import { aCatalogue, aConnection, aModel } from './makers.ts';

const catalogue = aCatalogue('c1', [
  aModel({ name: 'embedder', abilities: ['embedding'] }),
  aModel(),
]);

function setting(
  connections: readonly ConnectionView[] = [aConnection()],
  fence?: Zone,
): Parameters<typeof obstacleFor>[1] {
  const catalogues = connections.map(({ id }) => aCatalogue(id, [aModel()]));
  return { connections, catalogues, fence };
}

const cloud = aConnection({ id: 'c2', name: 'Cloud', liesIn: 'outside', order: 1 });
const routed = { connectionId: anyServer, name: 'qwen3' };

describe('who answers', () => {
  test('the first wish whose connection exists wins', () => {
    const gone = { connectionId: 'c9', name: 'a' };
    const here = { connectionId: 'c1', name: 'b' };
    expect(chosenModel([gone, here], [aConnection()], [catalogue])).toBe(here);
  });

  test('without a wish it is the first model that can chat', () => {
    expect(chosenModel([undefined], [aConnection()], [catalogue])).toEqual({
      connectionId: 'c1',
      name: 'qwen3',
    });
    expect(chosenModel([], [aConnection({ enabled: false })], [catalogue])).toBeUndefined();
  });

  test('what stands in the way is named', () => {
    const chosen = { connectionId: 'c1', name: 'qwen3' };
    expect(obstacleFor(undefined, setting([]))?.kind).toBe('no-connection');
    expect(obstacleFor(undefined, setting())?.kind).toBe('no-model');
    expect(obstacleFor(chosen, setting([aConnection({ enabled: false })]))?.kind).toBe(
      'connection-off',
    );
    expect(
      obstacleFor(chosen, setting([aConnection({ health: { status: 'down', checkedAt: 0 } })]))
        ?.kind,
    ).toBe('connection-down');
    expect(obstacleFor(chosen, setting())).toBeUndefined();
  });

  test('a session that may not leave the house is not sent to a cloud', () => {
    const chosen = { connectionId: 'c2', name: 'qwen3' };
    const found = obstacleFor(chosen, setting([aConnection(), cloud], 'network'));
    expect(found).toMatchObject({ kind: 'outside-fence', zone: 'outside', fence: 'network' });
    expect(isBarred(found)).toBe(true);
    expect(obstacleFor(chosen, setting([aConnection(), cloud], 'outside'))).toBeUndefined();
    expect(obstacleFor(chosen, setting([aConnection(), cloud]))).toBeUndefined();
  });

  test('any server may be asked where one inside has the model', () => {
    expect(chosenModel([routed], [aConnection()], [catalogue])).toEqual(routed);
    expect(obstacleFor(routed, setting([aConnection(), cloud]))).toBeUndefined();
    expect(obstacleFor(routed, setting([cloud], 'network'))?.kind).toBe('no-server');
    expect(obstacleFor({ ...routed, name: 'none' }, setting())?.kind).toBe('no-server');
  });

  test('a session that names no server stays in the house unless it may leave it', () => {
    expect(fenceFor(routed, undefined)).toBe('network');
    expect(fenceFor(routed, 'outside')).toBe('outside');
    expect(fenceFor({ connectionId: 'c2', name: 'qwen3' }, undefined)).toBe('outside');
  });

  test('the reach of a message is the farthest server that may get it', () => {
    expect(reachOf({ connectionId: 'c2', name: 'qwen3' }, setting([cloud]))).toBe('outside');
    expect(reachOf(routed, setting([aConnection(), cloud], 'outside'))).toBe('outside');
    expect(reachOf(routed, setting([aConnection(), cloud], 'network'))).toBe('device');
    expect(reachOf(routed, setting([cloud], 'device'))).toBeUndefined();
  });

  test('another server is one that has the model, inside the fence, and better one that is up', () => {
    const failed = { connectionId: 'c1', name: 'qwen3' };
    const down = aConnection({ id: 'c3', health: { status: 'down', checkedAt: 0 } });
    const all = [aConnection(), down, cloud];
    expect(otherServerFor(failed, { ...setting(all), fence: 'outside' })?.ref.connectionId).toBe(
      'c2',
    );
    expect(otherServerFor(failed, { ...setting(all), fence: 'network' })?.ref.connectionId).toBe(
      'c3',
    );
    expect(otherServerFor(failed, { ...setting(), fence: 'outside' })).toBeUndefined();
  });

  test('models that only embed or draw do not chat', () => {
    expect(canChat(aModel({ categories: ['embedding'] }))).toBe(false);
    expect(canChat(aModel({ categories: ['image'] }))).toBe(false);
    expect(canChat(aModel({ categories: ['chat', 'image'] }))).toBe(true);
    expect(canChat(aModel({ abilities: ['embedding'] }))).toBe(false);
  });

  test('a PDF is taken only where the model is known to read it', () => {
    expect(mayTakePdf(aModel())).toBe(false);
    expect(mayTakePdf(aModel({ abilities: ['pdf'] }))).toBe(true);
  });

  test('images are refused only where the server says that the model does not see', () => {
    expect(mayTakeImages(undefined)).toBe(true);
    expect(mayTakeImages({ name: 'a' })).toBe(true);
    expect(mayTakeImages({ name: 'a', abilities: ['completion'] })).toBe(false);
    expect(mayTakeImages({ name: 'a', abilities: ['vision'] })).toBe(true);
  });
});
