/**
 * What a person may pass on about a connection that fails. Built from an allow-list: only what is named here gets in, each
 * value in a form that cannot hold more than it should. No key, no query, no words of the server.
 */
import { type Zone, zoneOf } from '../../domain/address.ts';
import type { ConnectionView } from '../../domain/connection.ts';
import { doctorRungs, type RungFinding } from '../../domain/doctor.ts';
import { type Fault, faultCode } from '../../domain/fault.ts';
import type { Findings } from './doctor-walk.ts';
import type { PagePlace } from './look-for.ts';
import type { BrowserPlace } from './page-place.ts';

export type ReportInput = {
  readonly connection: Pick<ConnectionView, 'kind' | 'baseUrl' | 'preset' | 'hasKey' | 'liesIn'>;
  readonly page: PagePlace;
  readonly browser: BrowserPlace;
  readonly findings: Findings;
  readonly build: string;
  readonly at: number;
  readonly showsHost: boolean;
};

type Value = string | number | boolean;

export type Report = {
  readonly app: string;
  readonly at: string;
  readonly browser: Readonly<Record<string, Value>>;
  readonly page: Readonly<Record<string, Value>>;
  readonly server: Readonly<Record<string, Value>>;
  readonly rungs: readonly Readonly<Record<string, Value>>[];
};

export function buildReport(input: ReportInput): Report {
  const { connection, page, browser, findings, showsHost } = input;
  const { protocol, hostname, port, pathname } = new URL(connection.baseUrl);
  return {
    app: `Llantern ${word(input.build)}`,
    at: new Date(input.at).toISOString(),
    browser: { engine: browser.browser, version: word(browser.version), system: browser.system },
    page: { origin: originKind(page.origin), isSecure: page.isSecure },
    server: {
      kind: connection.kind,
      ...(connection.preset === undefined ? {} : { preset: word(connection.preset) }),
      scheme: protocol.replace(':', ''),
      host: showsHost ? word(hostname) : hiddenHost(connection.liesIn),
      ...(port === '' ? {} : { port: Number(port) }),
      hasPath: pathname.length > 1,
      zone: connection.liesIn,
      hasKey: connection.hasKey,
    },
    rungs: doctorRungs.map((rung) => {
      const finding = findings[rung];
      return finding ? rungReport(finding) : { rung, state: 'not-reached' };
    }),
  };
}

export function reportText(input: ReportInput): string {
  return JSON.stringify(buildReport(input), undefined, 2);
}

/** Facts of a rung that may be told, and nothing else. */
const factNames = [
  'zone',
  'mark',
  'reason',
  'key',
  'headers',
  'version',
  'count',
  'loaded',
] as const;

function rungReport({ rung, state, tookMs, fault, facts }: RungFinding): Record<string, Value> {
  const told: Record<string, Value> = { rung, state };
  if (tookMs !== undefined) told['tookMs'] = Math.round(tookMs);
  for (const name of factNames) {
    const value = facts?.[name];
    if (value !== undefined) told[name] = typeof value === 'number' ? value : word(value);
  }
  return fault ? { ...told, code: faultCode(fault), ...faultFacts(fault) } : told;
}

function faultFacts(fault: Fault): Record<string, Value> {
  switch (fault.kind) {
    case 'header-refused':
      return { header: word(fault.header) };
    case 'no-answer':
      return { waitedMs: fault.waitedMs };
    case 'refused':
    case 'server-error':
      return { status: fault.status };
    case 'key-wanted':
      return { wasSent: fault.wasSent ?? false };
    default:
      return {};
  }
}

function originKind(origin: string): string {
  if (!/^https?:/.test(origin)) return 'file';
  const zone: Zone = zoneOf(origin);
  return `${new URL(origin).protocol.replace(':', '')}, ${zone}`;
}

function hiddenHost(zone: Zone): string {
  return zone === 'device'
    ? 'this device'
    : zone === 'network'
      ? 'a private host'
      : 'a public host';
}

/** Names, versions and lists of them: nothing that could be a sentence, an address with a query, or a key. */
function word(text: string): string {
  const short = text.slice(0, 120);
  return /^[\w.:, +()-]*$/.test(short) && !/[\w-]{40,}/.test(short) ? short : '(left out)';
}
