import { afterEach, describe, expect, test } from 'vitest';
import { type EngineRung, engineRungs, type RungFinding } from '../../../src/domain/doctor.ts';
import type { Quirks } from '../../../src/domain/preset.ts';
import type { Endpoint } from '../../../src/providers/contract.ts';
import { examine } from '../../../src/providers/examine.ts';
import { providers } from '../../../src/providers/registry.ts';
import { type Stage, type Staged, stages } from '../../servers/staged.ts';
import { browserFetch } from '../../servers/staged-browser.ts';
import { anEndpoint, never } from './maker.ts';

// Ollama lets pages of this machine in by itself.
const pageOrigin = 'http://localhost:4173';
const open: Staged[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

type Change = { quirks?: Quirks; secret?: Record<string, string> };

async function stand(stage: Stage, change: Change = {}): Promise<Endpoint> {
  const server: Staged = await stages[stage]();
  open.push(server);
  const provider = await providers[server.kind]();
  const { quirks = {}, secret = {} } = change;
  return {
    ...anEndpoint(server.kind, browserFetch(pageOrigin), { baseUrl: server.url }),
    quirks,
    authorize: (headers) => {
      if (server.key !== undefined) headers.set(...provider.keyHeader(server.key));
      for (const [name, value] of Object.entries(secret)) headers.set(name, value);
    },
  };
}

async function at(
  endpoint: Endpoint,
  rung: EngineRung,
  ask: { model?: string } = {},
): Promise<RungFinding> {
  const provider = await providers[endpoint.connection.kind]();
  return await examine(endpoint, provider, { rung, pageOrigin, ...ask }, never);
}

/** Every rung in order until one is bad: what a person gets to see. */
async function climb(stage: Stage, change?: Change): Promise<RungFinding> {
  const endpoint = await stand(stage, change);
  let last: RungFinding | undefined;
  for (const rung of engineRungs) {
    last = await at(endpoint, rung);
    if (last.state === 'bad') break;
  }
  if (!last) throw new Error('there are no rungs');
  return last;
}

describe('a server that fails in one way stops at its rung', () => {
  test('no CORS at all', async () => {
    expect(await climb('no CORS at all')).toMatchObject({
      rung: 'preflight',
      fault: { kind: 'cors-refused', pageOrigin },
    });
  });

  test('no CORS at all, with a key: both possibilities are named', async () => {
    expect(await climb('no CORS, and a key')).toMatchObject({
      rung: 'key',
      fault: { kind: 'key-or-network' },
    });
  });

  test('GET allowed, but not the header of the key', async () => {
    expect(await climb('GET allowed, the key’s header refused')).toMatchObject({
      rung: 'preflight',
      fault: { kind: 'header-refused', header: 'authorization' },
    });
  });

  test('a redirecting preflight', async () => {
    expect(await climb('a redirecting preflight')).toMatchObject({
      rung: 'preflight',
      fault: { kind: 'redirected' },
    });
  });

  test('a wrong key whose refusal has no CORS headers: both possibilities are named', async () => {
    expect(await climb('a wrong key, refused without CORS headers')).toMatchObject({
      rung: 'key',
      fault: { kind: 'key-or-network' },
    });
  });

  test('a wrong key with 401', async () => {
    expect(await climb('a wrong key, refused with 401')).toMatchObject({
      rung: 'key',
      fault: { kind: 'key-wanted', wasSent: true },
    });
  });

  test('no key where one is wanted', async () => {
    expect(await climb('a key wanted and none given')).toMatchObject({
      rung: 'key',
      fault: { kind: 'key-wanted', wasSent: false },
    });
  });

  test('not a model server', async () => {
    expect(await climb('not a model server')).toMatchObject({
      rung: 'version',
      fault: { kind: 'not-a-model-server' },
    });
  });

  test('a model that fails at its first token', async () => {
    const { rung, fault } = await climb('a model that fails at its first token');
    expect([rung, fault?.kind]).toEqual(['first-token', 'server-error']);
  });

  test('a good server comes to its first token, with its time', async () => {
    const last = await climb('good');
    expect(last).toMatchObject({ rung: 'first-token', state: 'good' });
    expect(last.facts?.['model']).toMatch(/tiny/);
    expect(last.tookMs).toBeGreaterThanOrEqual(0);
  });

  test('a right key is accepted, and goes on to the first token', async () => {
    expect(await at(await stand('a right key'), 'key')).toMatchObject({
      state: 'good',
      facts: { key: 'accepted' },
    });
    expect(await climb('a right key')).toMatchObject({ rung: 'first-token', state: 'good' });
  });
});

describe('the preflight', () => {
  test('tells the one header of several that is refused', async () => {
    const secret = { 'x-proxy-token': 'abc', 'x-other': 'def' };
    const endpoint = await stand('GET allowed, the key’s header refused', { secret });
    expect((await at(endpoint, 'preflight')).fault).toMatchObject({ header: 'authorization' });
  });

  test('names the headers that pass', async () => {
    const finding = await at(await stand('a right key'), 'preflight');
    expect(finding).toMatchObject({ state: 'good' });
    expect(finding.facts?.['headers']).toMatch(/authorization.*content-type/);
  });

  test('leaves it open where the answer to a wrong key cannot be read', async () => {
    const endpoint = await stand('a wrong key, refused without CORS headers');
    expect(await at(endpoint, 'preflight')).toMatchObject({
      state: 'note',
      facts: { reason: 'key-first' },
    });
  });
});

describe('a vendor that hides its refusals', () => {
  test('is said to want a key where none was given', async () => {
    const quirks = { hidesKeyRefusal: true };
    const endpoint = await stand('no CORS at all', { quirks });
    expect((await at(endpoint, 'key')).fault).toMatchObject({ kind: 'key-wanted', wasSent: false });
  });
});

describe('the models', () => {
  test('that are none are a remark', async () => {
    expect(await at(await stand('no models'), 'models')).toMatchObject({
      state: 'note',
      facts: { count: 0, reason: 'empty' },
    });
    expect(await at(await stand('no models'), 'first-token')).toMatchObject({
      state: 'skipped',
      facts: { reason: 'no-model' },
    });
  });

  test('say whether the one to try is loaded', async () => {
    const loaded = await at(await stand('good'), 'models');
    expect(loaded).toMatchObject({ state: 'good', facts: { loaded: 'yes' } });
    const cold = await at(await stand('a model that is not loaded'), 'models');
    expect(cold).toMatchObject({ state: 'good', facts: { loaded: 'no' } });
  });

  test('that lack the one asked for are a remark', async () => {
    const endpoint = await stand('good');
    expect(await at(endpoint, 'models', { model: 'gone' })).toMatchObject({
      state: 'note',
      facts: { model: 'gone', reason: 'model-missing' },
    });
  });
});

describe('a server that loads', () => {
  test('holds, with a remark', async () => {
    const endpoint = await stand('a model that is loading');
    expect(await at(endpoint, 'version')).toMatchObject({
      state: 'note',
      facts: { reason: 'loading' },
    });
  });
});

describe('the key', () => {
  const canary = 'sk-canary-4711-never-shown';

  test.each(['no CORS, and a key', 'a wrong key, refused with 401', 'good'] as const)(
    'is in no finding: %s',
    async (stage) => {
      const secret = { authorization: `Bearer ${canary}`, 'x-api-key': canary };
      const endpoint = await stand(stage, { secret });
      for (const rung of engineRungs) {
        expect(JSON.stringify(await at(endpoint, rung))).not.toContain(canary);
      }
    },
  );
});
