import { createRoot } from 'solid-js';
import { describe, expect, test } from 'vitest';
import type { DoctorRung, RungFinding } from '../../../../src/domain/doctor.ts';
import { FaultError } from '../../../../src/domain/fault.ts';
import { mayRecheck } from '../../../../src/screens/connect/doctor-recheck.ts';
import {
  createWalk,
  isWell,
  stoppedAt,
  type Walk,
  type WalkDeps,
  type WalkTarget,
} from '../../../../src/screens/connect/doctor-walk.ts';

const url = 'http://localhost:8000';
const loud = { mayPrompt: true, isQuiet: false };
const quiet = { mayPrompt: false, isQuiet: true };

const good = (rung: DoctorRung, facts: RungFinding['facts'] = {}): RungFinding => ({
  rung,
  state: 'good',
  facts,
});
const bad = (rung: DoctorRung, fault: NonNullable<RungFinding['fault']>): RungFinding => ({
  rung,
  state: 'bad',
  fault,
});

type World = {
  page?: readonly RungFinding[];
  engine?: Partial<Record<DoctorRung, RungFinding | FaultError>>;
  target?: Partial<WalkTarget>;
  isTokenFree?: boolean;
};

const pageIsGood = (['online', 'page', 'address', 'reachable', 'readable'] as const).map((rung) =>
  good(rung),
);
const models = good('models', { count: 1, model: 'heron-7b', loaded: 'yes' });

function stand(world: World): { walk: Walk; asked: string[]; world: World } {
  const asked: string[] = [];
  const deps: WalkDeps = {
    survey: async (_, onFinding) => {
      for (const finding of world.page ?? pageIsGood) onFinding(finding);
    },
    examine: async (_, rung, model) => {
      asked.push(model === undefined ? rung : `${rung} ${model}`);
      const found = world.engine?.[rung] ?? (rung === 'models' ? models : good(rung));
      if (found instanceof FaultError) throw found;
      return found;
    },
    target: () => ({
      id: 'c1',
      baseUrl: url,
      kind: 'openai',
      mayHideKey: false,
      isEnabled: true,
      model: undefined,
      ...world.target,
    }),
    isTokenFree: () => world.isTokenFree ?? false,
  };
  return { walk: createRoot(() => createWalk(deps)), asked, world };
}

describe('a walk', () => {
  test('asks the engine only when the page may read the server', async () => {
    const page = [good('reachable'), bad('readable', { kind: 'redirected', url })];
    const { walk, asked } = stand({ page });
    await walk.walk(loud);
    expect(asked).toEqual([]);
    expect(stoppedAt(walk.findings())).toMatchObject({ rung: 'readable' });
  });

  test('stops at the first rung that is bad', async () => {
    const engine = { key: bad('key', { kind: 'key-wanted', url, wasSent: true }) };
    const { walk, asked } = stand({ engine });
    await walk.walk(loud);
    expect(asked).toEqual(['preflight', 'key']);
    expect(walk.findings().version).toBeUndefined();
    expect(walk.busy()).toBeUndefined();
  });

  test('goes to the first token by itself only where that is free', async () => {
    const free = stand({ isTokenFree: true });
    await free.walk.walk(loud);
    expect(free.asked.at(-1)).toBe('first-token heron-7b');
    const dear = stand({});
    await dear.walk.walk(loud);
    expect(dear.asked.at(-1)).toBe('models');
    expect(isWell(dear.walk.findings())).toBe(true);
    await dear.walk.tryFirstToken();
    expect(dear.asked.at(-1)).toBe('first-token heron-7b');
  });

  test('tries the model that somebody came about', async () => {
    const { walk, asked } = stand({ isTokenFree: true, target: { model: 'gannet-2b' } });
    await walk.walk(loud);
    expect(asked).toContain('models gannet-2b');
    expect(asked.at(-1)).toBe('first-token gannet-2b');
  });

  test('a locked vault stops at the key, whichever rung met it', async () => {
    const { walk } = stand({ engine: { preflight: new FaultError({ kind: 'vault-locked' }) } });
    await walk.walk(loud);
    expect(stoppedAt(walk.findings())).toMatchObject({ rung: 'key' });
  });

  test('of a connection that is off ends with what the page can see', async () => {
    const { walk, asked } = stand({ target: { isEnabled: false } });
    await walk.walk(loud);
    expect(asked).toEqual([]);
    expect(walk.findings().readable?.state).toBe('good');
  });

  test('a quiet one that finds the mistake mended goes on from there', async () => {
    const { walk, world } = stand({ page: [bad('reachable', { kind: 'not-listening', url })] });
    await walk.walk(loud);
    expect(stoppedAt(walk.findings())).toBeDefined();
    world.page = pageIsGood;
    await walk.walk(quiet);
    expect(isWell(walk.findings())).toBe(true);
  });

  test('a quiet one that fails earlier forgets what stood above', async () => {
    const { walk, world } = stand({});
    await walk.walk(loud);
    world.page = [good('online'), bad('reachable', { kind: 'not-listening', url })];
    await walk.walk(quiet);
    expect(walk.findings().models).toBeUndefined();
    expect(stoppedAt(walk.findings())).toMatchObject({ rung: 'reachable' });
  });

  test('a quiet one does not pay for a second first token', async () => {
    const { walk, asked } = stand({ isTokenFree: true });
    await walk.walk(loud);
    await walk.walk(quiet);
    expect(asked.filter((each) => each.startsWith('first-token'))).toHaveLength(1);
  });
});

describe('checking again by itself', () => {
  const at = (finding: RungFinding) => ({ [finding.rung]: finding });
  test.each([
    ['something that is being mended', bad('readable', { kind: 'redirected', url }), true],
    ['a refused key', bad('key', { kind: 'key-wanted', url, wasSent: true }), false],
    ['a failed first token', bad('first-token', { kind: 'idle', idleMs: 1 }), false],
  ] as const)('%s: %s', (_, finding, expected) => {
    expect(mayRecheck(at(finding), 'device')).toBe(expected);
  });

  test('a cloud is not asked over and over with a key', () => {
    const finding = bad('key', { kind: 'key-or-network', url });
    expect(mayRecheck(at(finding), 'network')).toBe(true);
    expect(mayRecheck(at(finding), 'outside')).toBe(false);
  });

  test('never while the browser would raise its question again', () => {
    const findings = {
      permission: { rung: 'permission', state: 'note', facts: { mark: 'prompt' } },
      reachable: bad('reachable', { kind: 'not-listening', url }),
    } as const;
    expect(mayRecheck(findings, 'network')).toBe(false);
  });

  test('stops when all is well', () => {
    expect(mayRecheck({ models }, 'device')).toBe(false);
  });
});
