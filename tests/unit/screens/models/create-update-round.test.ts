import { expect, test } from 'vitest';
import type { UpdatePlan } from '../../../../src/domain/model-updates.ts';
import { createUpdateRound } from '../../../../src/screens/models/create-update-round.ts';

/** A queue with so much room per asking, or one that refuses. */
async function aRound(room: number | 'refuses', how: UpdatePlan['how'] = 'pull') {
  const added: string[][] = [];
  const altered: Partial<UpdatePlan>[] = [];
  let closes = 0;
  const plan: UpdatePlan = { everyDays: 7, how, fromHour: 0, toHour: 0, lastAt: 5 };
  const round = createUpdateRound({
    id: () => 'hall',
    jobs: {
      updatable: async () => ({ names: ['a', 'b', 'c'], apart: [{ name: 'mine', why: 'made' }] }),
      addAll: async (_id, tasks) => {
        if (room === 'refuses') return undefined;
        const names = tasks.map(({ model }) => model);
        added.push(names.slice(0, room));
        return { batchId: 'x', ids: [], added: room, left: names.slice(room) };
      },
    },
    plan: () => plan,
    alter: (part) => altered.push(part),
    close: () => {
      closes += 1;
    },
  });
  await round.ask();
  return { round, added, altered, closes: () => closes };
}

test('a refused update is not noted as done', async () => {
  const { round, altered, closes } = await aRound('refuses');
  await round.update();
  expect([altered, closes(), round.isAdding()]).toEqual([[], 0, false]);
});

test('what was made here is pulled only where it was ticked', async () => {
  const { round, added, altered, closes } = await aRound(10);
  expect(round.wanted()).toEqual(['a', 'b', 'c']);
  round.tick('mine', true);
  await round.update();
  expect(added).toEqual([['a', 'b', 'c', 'mine']]);
  expect(altered).toEqual([{ lastAt: expect.any(Number), rest: undefined }]);
  expect(closes()).toBe(1);
});

test('where not all find room it is told how many, and the rest is left to the plan', async () => {
  const { round, altered, closes } = await aRound(2);
  await round.update();
  expect(round.took()).toEqual({ taken: 2, left: 1 });
  expect(altered).toEqual([{ rest: ['c'] }]);
  expect(closes()).toBe(0);
});

test('without a plan that pulls, the next time is about the rest alone', async () => {
  const { round, added, altered } = await aRound(2, 'tell');
  await round.update();
  expect(altered).toEqual([]);
  await round.update();
  expect(added).toEqual([['a', 'b'], ['c']]);
  expect(altered).toHaveLength(1);
});
