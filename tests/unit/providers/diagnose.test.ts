import { describe, expect, test } from 'vitest';
import { type Browser, browserFrom, systemFrom } from '../../../src/domain/browser.ts';
import { diagnose, type PageFacts } from '../../../src/providers/diagnose.ts';
import { never } from './maker.ts';

const hosted = 'https://app.example';
const loopback = 'http://localhost:11434';
const lan = 'http://192.168.1.4:11434';

type World = {
  page?: Partial<PageFacts>;
  permissions?: Record<string, PermissionState>;
  /** Addresses at which something answers. */
  answering?: readonly string[];
};

async function fault(baseUrl: string, { page = {}, permissions = {}, answering = [] }: World = {}) {
  const origin = page.origin ?? hosted;
  return diagnose({
    baseUrl,
    page: {
      origin,
      protocol: new URL(origin).protocol,
      isSecureContext: !origin.startsWith('http:') || origin.includes('localhost'),
      online: true,
      browser: 'chromium',
      ...page,
    },
    queryPermission: async (name) => permissions[name],
    fetcher: async (input) => {
      if (answering.some((each) => String(input).startsWith(each))) return Response.error();
      throw new TypeError('Failed to fetch');
    },
    signal: never,
  });
}

describe('offline', () => {
  test('counts for addresses outside only', async () => {
    const page = { online: false };
    expect(await fault('https://api.example.com', { page })).toEqual({ kind: 'offline' });
    expect((await fault(loopback, { page })).kind).toBe('not-listening');
  });
});

describe('mixed content', () => {
  const cases: [Browser, string, boolean][] = [
    ['safari', loopback, true],
    ['safari', lan, true],
    ['safari', 'https://box.example', false],
    ['firefox', loopback, false],
    ['firefox', 'http://127.0.0.1:8080', false],
    ['firefox', lan, true],
    ['chromium', loopback, false],
    ['chromium', lan, false],
    ['chromium', 'http://box.local:8080', false],
    ['chromium', 'http://nas:8080', false],
    ['chromium', 'http://llm.example.com', true],
    ['other', lan, true],
  ];

  test.each(cases)('in %s to %s from an https page: %s', async (browser, url, isMixed) => {
    expect((await fault(url, { page: { browser } })).kind === 'mixed-content').toBe(isMixed);
  });

  test('is no matter for a page by http', async () => {
    const page = { origin: 'http://localhost:4173', browser: 'safari' } as const;
    expect((await fault(lan, { page })).kind).toBe('not-listening');
  });
});

describe('the local-network permission', () => {
  test.each([
    [loopback, { 'loopback-network': 'denied' }],
    [lan, { 'local-network': 'denied' }],
    [lan, { 'local-network-access': 'denied' }],
  ] as const)('for %s with %j is denied', async (url, permissions) => {
    expect(await fault(url, { permissions, answering: [url] })).toEqual({
      kind: 'local-network-denied',
      url,
    });
  });

  test('for the other space does not matter', async () => {
    const permissions = { 'local-network': 'denied', 'loopback-network': 'granted' } as const;
    expect((await fault(loopback, { permissions })).kind).toBe('not-listening');
  });

  test('still open, with a failure at once, means that nothing listens', async () => {
    expect((await fault(lan, { permissions: { 'local-network': 'prompt' } })).kind).toBe(
      'not-listening',
    );
  });

  test('counts against a page from this machine only once nothing gets through', async () => {
    const page = { origin: 'http://localhost:4173' };
    const permissions = { 'local-network': 'denied' } as const;
    expect((await fault(lan, { page, permissions })).kind).toBe('local-network-denied');
    const { kind } = await fault(lan, { page, permissions, answering: [lan] });
    expect(kind).toBe('cors-refused');
  });
});

describe('an insecure origin', () => {
  test('from outside may not reach this machine or network in Chromium', async () => {
    const page = { origin: 'http://app.example' };
    expect((await fault(lan, { page, answering: [lan] })).kind).toBe('insecure-origin');
  });

  test('on the network is kept from this machine, not from the network', async () => {
    const page = { origin: 'http://192.168.1.9' };
    expect((await fault(loopback, { page })).kind).toBe('insecure-origin');
    expect((await fault(lan, { page })).kind).toBe('not-listening');
    expect((await fault(loopback, { page: { ...page, browser: 'firefox' } })).kind).toBe(
      'not-listening',
    );
  });
});

describe('the opaque probe', () => {
  test('that is answered means CORS', async () => {
    expect(await fault(loopback, { answering: [loopback] })).toEqual({
      kind: 'cors-refused',
      url: loopback,
      pageOrigin: hosted,
    });
  });

  test('that is not answered outside leaves several causes', async () => {
    expect(await fault('https://api.example.com')).toEqual({
      kind: 'unreachable',
      url: 'https://api.example.com',
    });
  });

  test("is not sent to the page's own origin, where our service worker might answer", async () => {
    const own = 'http://localhost:8080';
    expect(await fault(own, { page: { origin: own }, answering: [own] })).toEqual({
      kind: 'not-listening',
      url: own,
    });
  });

  test('finds the other name of this machine', async () => {
    const other = 'http://127.0.0.1:11434';
    expect(await fault(loopback, { answering: [other] })).toEqual({
      kind: 'not-listening',
      url: loopback,
      alternative: other,
    });
    expect(await fault(other, { answering: [loopback] })).toMatchObject({ alternative: loopback });
    expect(await fault(loopback)).toEqual({ kind: 'not-listening', url: loopback });
  });
});

describe('the browser', () => {
  test.each([
    [
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
      'chromium',
    ],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0', 'firefox'],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15',
      'safari',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/156.0 Mobile/15E148 Safari/604.1',
      'safari',
    ],
    ['Lynx/2.9', 'other'],
  ])('of %s', (userAgent, browser) => {
    expect(browserFrom({ userAgent })).toBe(browser);
  });

  test('is told by its brands where it names them', () => {
    const userAgent = 'Something/1.0';
    expect(browserFrom({ userAgent, brands: ['Chromium', 'Another'] })).toBe('chromium');
  });

  test('an iPad that says it is a Mac is told by its touch screen', () => {
    const mac = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Safari/605.1';
    expect([systemFrom(mac, 0), systemFrom(mac, 5)]).toEqual(['macos', 'ios']);
  });
});
