/** A chat whose model runs on several servers, each spoken by the test. */
import { expect } from 'vitest';
import { anyServer } from '../../../src/domain/any-server.ts';
import type { OpenWay } from '../../../src/providers/way.ts';
import { openMemory } from '../../../src/storage/memory.ts';
import { aChat, aSend, aSpeaker, aWay, until } from './makers.ts';

export const routed = { connectionId: anyServer, name: 'm' };
export function aHouse(ids: readonly string[], open: Partial<OpenWay> = {}) {
  const store = openMemory();
  const speakers = new Map(ids.map((id) => [id, aSpeaker()]));
  const asked: unknown[] = [];
  const ways = ids.map((id) =>
    aWay(speakers.get(id)?.provider ?? aSpeaker().provider, {
      model: { connectionId: id, name: 'm' },
      connectionName: `Server ${id}`,
      open,
    }),
  );
  const talk = aChat(
    store,
    { provider: aSpeaker().provider },
    {
      ways: async (model, fence) => {
        asked.push([model, fence]);
        return ways;
      },
    },
  );
  const mouths = (id: string) => speakers.get(id)?.mouths ?? [];
  const heard = (id: string) => until(() => expect(mouths(id)).toHaveLength(1));
  const over = (times = 1) => until(() => expect(talk.ears.overs).toHaveLength(times));
  const usage = async (id: string) => await store.usage.newest(id, 10);
  return { ...talk, asked, mouths, heard, over, usage };
}

export const aRoutedSend = (change: Partial<ReturnType<typeof aSend>> = {}) => ({
  ...aSend('Hello'),
  model: routed,
  ...change,
});
