import { expect, test } from 'vitest';
import { type Fault, FaultError } from '../../../src/domain/fault.ts';
import type { EngineClient } from '../../../src/engine/client.ts';
import { createJobs } from '../../../src/state/jobs.ts';

/** An engine that refuses everything, or answers each command with its name; a watch answers at once. */
function anEngine(fault?: Fault) {
  const calls: [string, unknown][] = [];
  let watches = 0;
  const engine = {
    call: async (name: string, input: unknown) => {
      calls.push([name, input]);
      if (fault) throw new FaultError(fault);
      return { id: name, isNew: true };
    },
    watch: (_name: string, params: unknown, onValue: (value: unknown) => void) => {
      watches += 1;
      onValue({ total: 1, from: 0, rows: [params] });
      return () => {
        watches -= 1;
      };
    },
  };
  const faults: Fault[] = [];
  const jobs = createJobs(engine as unknown as EngineClient, (each) => faults.push(each)); // what is used of it
  return { jobs, calls, faults, watches: () => watches };
}

test('a full queue is told, and nothing is thrown at the screen', async () => {
  const { jobs, faults } = anEngine({ kind: 'queue-full', size: 150 });
  expect(await jobs.add('hall', { kind: 'pull', model: 'fern' })).toBeUndefined();
  expect(await jobs.addAll('hall', [{ kind: 'pull', model: 'fern' }])).toBeUndefined();
  await jobs.resume('j1');
  expect(faults.map(({ kind }) => kind)).toEqual(['queue-full', 'queue-full', 'queue-full']);
});

test('a refused file is left to the row that asked for it', async () => {
  const { jobs, faults } = anEngine({ kind: 'file-wanted', fileName: 'a.gguf', sizeBytes: 3 });
  await expect(jobs.giveFile('j1', new Blob(['x']))).rejects.toBeInstanceOf(FaultError);
  expect(faults).toEqual([]);
});

test('a move to the end names nobody to stand before', async () => {
  const { jobs, calls } = anEngine();
  await jobs.move('j1', undefined);
  await jobs.move('j1', 'j2');
  expect(calls).toEqual([
    ['jobs.move', { id: 'j1' }],
    ['jobs.move', { id: 'j1', before: 'j2' }],
  ]);
});

test('one look at the list watches no longer', async () => {
  const { jobs, watches } = anEngine();
  expect(await jobs.read({ from: 3, count: 5 })).toEqual([{ from: 3, count: 5 }]);
  await Promise.resolve();
  expect(watches()).toBe(0);
});
