/**
 * A connection made ready for requests: what it may send to its address, and how its server differs from the dialect.
 * Secrets are opened here and lent header by header; a server with a fixed list of headers is never sent one more.
 */
import type { Connection } from '../domain/connection.ts';
import { type Fault, FaultError } from '../domain/fault.ts';
import { isPageKind, nobodyLends, type PageKind } from '../domain/page-kinds.ts';
import type { Quirks } from '../domain/preset.ts';
import type { Settings } from '../domain/settings.ts';
import type { SecretRole } from '../domain/vault.ts';
import { base64FromBytes } from '../lib/base64.ts';
import type { Endpoint, PageModels, Provider, ProviderPort } from '../providers/contract.ts';
import { redactFault } from '../providers/redact.ts';
import type { Keyring, OpenedSecrets } from '../vault/keyring.ts';
import { createSecret } from '../vault/secret.ts';
import { liesIn } from './zone.ts';

export type EndpointDeps = {
  readonly keyring: Pick<Keyring, 'open'>;
  readonly settings: () => Pick<Settings, 'idleSeconds' | 'pageModelMinutes'>;
  /** What an open page lends, if any. */
  readonly lent: (kind: PageKind) => Promise<ProviderPort | undefined>;
  /** The models that this browser keeps. */
  readonly pageModels?: PageModels | undefined;
};

/** A secret to be tried before it is kept. */
export type Candidate = { readonly role: SecretRole; readonly value: string };

/** Throws `vault-locked`, `vault-damaged`, `browser-lacks`. */
export async function openEndpoint(
  deps: EndpointDeps,
  connection: Connection,
  provider: Provider,
  candidate?: Candidate,
): Promise<Endpoint> {
  const { kind } = connection;
  if (isPageKind(kind)) return await openInPage(deps, connection, kind);
  const quirks = await quirksOf(connection);
  const opened = await deps.keyring.open(connection.id, connection.baseUrl);
  const secrets = candidate ? withCandidate(opened, candidate) : opened;
  const keyHeader = secrets.key && headerOfKey(provider, quirks, secrets);
  const { headersSeconds } = connection;
  return {
    connection,
    quirks,
    idleMs: idleMsOf(connection, deps.settings().idleSeconds),
    ...(headersSeconds === undefined ? {} : { headersMs: headersSeconds * 1000 }),
    ...(secrets.key ? { key: keyHeader ? ('sent' as const) : ('left-out' as const) } : {}),
    authorize: (headers) => {
      const set = (name: string, value: string) => setHeader(headers, name, value, connection);
      for (const { name, value } of connection.headers) if (allows(quirks, name)) set(name, value);
      for (const { name, secret } of secrets.headers) {
        if (allows(quirks, name)) secret.lend((value) => set(name, value));
      }
      if (secrets.key && keyHeader) secrets.key.lend((key) => set(...keyHeader(key)));
      secrets.basic?.lend((pair) => set('authorization', `Basic ${base64Of(pair)}`));
    },
  };
}

/** What a failure means at this server: a key went out with it, or its refusal of one looks like no network. */
export function explain(told: Fault, at: Endpoint): Fault {
  const fault = redactFault(told, at);
  if (at.key !== 'sent') return fault;
  if (fault.kind === 'key-wanted') return { ...fault, wasSent: true };
  if (fault.kind === 'unreachable' && at.quirks.hidesKeyRefusal)
    return { kind: 'key-or-network', url: fault.url };
  return fault;
}

async function openInPage(
  deps: EndpointDeps,
  connection: Connection,
  kind: PageKind,
): Promise<Endpoint> {
  const lent = await deps.lent(kind);
  // Files are kept without a page as well: there the provider says by itself what takes one.
  if (!lent && kind !== 'browser') throw new FaultError(nobodyLends(kind));
  const { idleSeconds, pageModelMinutes } = deps.settings();
  return {
    connection,
    quirks: {},
    idleMs: idleMsOf(connection, idleSeconds),
    authorize: () => undefined,
    ...(lent ? { lent } : {}),
    idleMinutes: pageModelMinutes,
    ...(deps.pageModels ? { models: deps.pageModels } : {}),
  };
}

async function quirksOf({ preset }: Connection): Promise<Quirks> {
  if (preset === undefined) return {};
  const { presetById } = await import('../domain/presets.ts');
  return presetById(preset)?.quirks ?? {};
}

function idleMsOf(connection: Connection, idleSeconds: number): number {
  const usual = liesIn(connection) === 'outside' ? Math.max(120, idleSeconds) : idleSeconds;
  return (connection.idleSeconds ?? usual) * 1000;
}

function withCandidate(opened: OpenedSecrets, { role, value }: Candidate): OpenedSecrets {
  const secret = createSecret(value);
  if (role === 'key' || role === 'basic') return { ...opened, [role]: secret };
  const name = role.slice('header:'.length);
  const others = opened.headers.filter((each) => each.name.toLowerCase() !== name.toLowerCase());
  return { ...opened, headers: [...others, { name, secret }] };
}

type KeyHeader = (key: string) => readonly [name: string, value: string];

const keyHeaders: Record<NonNullable<Quirks['keyHeader']>, KeyHeader> = {
  bearer: (key) => ['authorization', `Bearer ${key}`],
  'api-key': (key) => ['api-key', key],
  'x-api-key': (key) => ['x-api-key', key],
  'x-goog-api-key': (key) => ['x-goog-api-key', key],
};

/**
 * Name and password of a proxy need `authorization` for themselves: the key then travels as `x-api-key` where the
 * dialect reads that too, and is left out elsewhere.
 */
function headerOfKey(
  provider: Provider,
  quirks: Quirks,
  { basic }: OpenedSecrets,
): KeyHeader | undefined {
  const usual = quirks.keyHeader ? keyHeaders[quirks.keyHeader] : provider.keyHeader;
  if (!basic || usual('')[0].toLowerCase() !== 'authorization') return usual;
  return provider.keyHeader('')[0].toLowerCase() === 'x-api-key'
    ? keyHeaders['x-api-key']
    : undefined;
}

function allows({ allowedHeaders }: Quirks, name: string): boolean {
  return allowedHeaders?.includes(name.toLowerCase()) ?? true;
}

/** A value no header can carry is told without it: the platform's own error repeats what it refuses. */
function setHeader(headers: Headers, name: string, value: string, { baseUrl }: Connection): void {
  try {
    headers.set(name, value);
  } catch {
    throw new FaultError({ kind: 'key-wanted', url: baseUrl });
  }
}

function base64Of(text: string): string {
  return base64FromBytes(new TextEncoder().encode(text));
}
