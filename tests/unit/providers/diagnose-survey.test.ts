import { afterEach, describe, expect, test } from 'vitest';
import type { RungFinding } from '../../../src/domain/doctor.ts';
import { type PageFacts, type SurveyInput, survey } from '../../../src/providers/diagnose.ts';
import { readPath } from '../../../src/providers/probe.ts';
import { emptyAddress, type Stage, type Staged, stages } from '../../servers/staged.ts';
import { browserFetch } from '../../servers/staged-browser.ts';
import { never } from './maker.ts';

const local = 'http://localhost:4173';
const hosted = 'https://llantern.example';
const open: Staged[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

type Change = Partial<Omit<SurveyInput, 'page'>> & {
  origin?: string;
  page?: Partial<PageFacts>;
  permissions?: Record<string, PermissionState>;
};

async function collect(baseUrl: string, change: Change = {}): Promise<RungFinding[]> {
  const { origin = local, page = {}, permissions = {}, ...rest } = change;
  const findings = survey({
    baseUrl,
    readPath: '/v1/models',
    mayHideKey: false,
    mayPrompt: true,
    page: {
      origin,
      protocol: new URL(origin).protocol,
      isSecureContext: !origin.startsWith('http:') || origin.includes('localhost'),
      online: true,
      browser: 'chromium',
      ...page,
    },
    queryPermission: async (name) => permissions[name],
    fetcher: browserFetch(origin),
    signal: never,
    ...rest,
  });
  const all: RungFinding[] = [];
  for await (const finding of findings) all.push(finding);
  return all;
}

async function staged(stage: Stage, change: Change = {}): Promise<RungFinding[]> {
  const server: Staged = await stages[stage]();
  open.push(server);
  return collect(server.url, { readPath: readPath(server.kind, server.url), ...change });
}

const shape = (findings: readonly RungFinding[]) =>
  findings.map(({ rung, state }) => `${rung} ${state}`);

describe('what a page finds', () => {
  test('a good server passes every rung', async () => {
    expect(shape(await staged('good'))).toEqual([
      'online good',
      'page good',
      'address good',
      'mixed-content skipped',
      'permission skipped',
      'reachable good',
      'readable good',
    ]);
  });

  test('no CORS at all: it answers, and may not be read', async () => {
    const findings = await staged('no CORS at all');
    expect(findings.at(-2)).toMatchObject({ rung: 'reachable', state: 'good' });
    expect(findings.at(-1)).toMatchObject({
      rung: 'readable',
      fault: { kind: 'cors-refused', pageOrigin: local },
    });
  });

  test('where a key may be what is missing, the engine goes on with it', async () => {
    const findings = await staged('a wrong key, refused without CORS headers', {
      mayHideKey: true,
    });
    expect(findings.at(-1)).toMatchObject({
      rung: 'readable',
      state: 'note',
      facts: { reason: 'key-first' },
    });
  });

  test('a refusal that can be read is an answer', async () => {
    expect((await staged('a key wanted and none given')).at(-1)).toMatchObject({
      rung: 'readable',
      state: 'good',
    });
  });

  test('a redirect is told from a refused origin', async () => {
    expect((await staged('a redirect of everything')).at(-1)).toMatchObject({
      rung: 'readable',
      fault: { kind: 'redirected' },
    });
  });

  test('nothing that listens stops at the answer', async () => {
    expect((await collect(await emptyAddress())).at(-1)).toMatchObject({
      rung: 'reachable',
      fault: { kind: 'not-listening' },
    });
  });

  test('a server that says nothing is silent, not absent', async () => {
    expect((await staged('silent', { limitMs: 60 })).at(-1)).toMatchObject({
      rung: 'reachable',
      fault: { kind: 'no-answer', waitedMs: 60 },
    });
  });

  test('the page’s own address is read at once, without the probe our service worker might answer', async () => {
    const server: Staged = await stages.good();
    open.push(server);
    const asked: string[] = [];
    const fetcher: typeof fetch = (input, init) => {
      asked.push(init?.mode ?? 'cors');
      return browserFetch(server.url)(input, init);
    };
    const findings = await collect(server.url, {
      origin: server.url,
      page: { isSecureContext: true },
      fetcher,
      readPath: '/health',
    });
    expect(findings.at(-1)).toMatchObject({ rung: 'readable', state: 'good' });
    expect(asked).not.toContain('no-cors');
  });
});

describe('what the browser itself stops', () => {
  const lan = 'http://192.168.1.40:11434';
  const closed: typeof fetch = async () => {
    throw new TypeError('Failed to fetch');
  };
  const from = (change: Change) => collect(lan, { origin: hosted, fetcher: closed, ...change });

  test('offline, for addresses outside only', async () => {
    const page = { online: false };
    const outside = await collect('https://api.example', { fetcher: closed, page });
    expect(outside.at(-1)).toMatchObject({ rung: 'online', fault: { kind: 'offline' } });
    expect((await from({ page }))[0]).toEqual({ rung: 'online', state: 'note' });
  });

  test('mixed content, before anything is sent', async () => {
    const findings = await from({ page: { browser: 'safari' } });
    expect(findings.at(-1)).toMatchObject({
      rung: 'mixed-content',
      fault: { kind: 'mixed-content' },
    });
  });

  test('an insecure page, at its own rung', async () => {
    const findings = await collect('http://127.0.0.1:9', {
      origin: 'http://app.example',
      fetcher: closed,
    });
    expect(findings.at(-1)).toMatchObject({ rung: 'page', fault: { kind: 'insecure-origin' } });
  });

  test('an insecure page on the network is found out only when nothing gets through', async () => {
    const findings = await collect('http://127.0.0.1:9', {
      origin: 'http://192.168.1.9',
      fetcher: closed,
    });
    expect(shape(findings).slice(0, 2)).toEqual(['online good', 'page note']);
    expect(findings.at(-1)).toMatchObject({ rung: 'page', state: 'bad' });
  });

  test('a denied permission', async () => {
    const findings = await from({ permissions: { 'local-network': 'denied' } });
    expect(findings.at(-1)).toMatchObject({
      rung: 'permission',
      fault: { kind: 'local-network-denied' },
    });
  });

  test('a question that must not be raised holds the ladder, and nothing is sent', async () => {
    let sent = 0;
    const findings = await from({
      permissions: { 'local-network': 'prompt' },
      mayPrompt: false,
      fetcher: async () => {
        sent += 1;
        throw new TypeError('Failed to fetch');
      },
    });
    expect(findings.at(-1)).toEqual({
      rung: 'permission',
      state: 'note',
      facts: { mark: 'prompt', held: 1 },
    });
    expect(sent).toBe(0);
  });

  test('a question that was answered shows as granted', async () => {
    const permissions: Record<string, PermissionState> = { 'local-network': 'prompt' };
    const findings = await from({
      permissions,
      fetcher: async () => {
        permissions['local-network'] = 'granted';
        return new Response('{}');
      },
    });
    expect(shape(findings).slice(-4)).toEqual([
      'permission note',
      'reachable good',
      'permission good',
      'readable good',
    ]);
  });
});
