/**
 * The deployer's file, `llantern.json` beside `index.html`: connections, settings, a table of known models and a catalogue
 * of models to find, for everybody who opens this copy of the app. What cannot be used is left out and named; the rest applies. Pure.
 */
import * as z from 'zod/mini';
import { parseAddress } from '../domain/address.ts';
import { type Connection, connection, providerKinds } from '../domain/connection.ts';
import { type Fault, FaultError } from '../domain/fault.ts';
import { type KnownModels, knownModelsFile } from '../domain/known-models-file.ts';
import type { Library } from '../domain/library.ts';
import { readLibrary } from '../domain/library-file.ts';
import { pageAddressOf } from '../domain/page-kinds.ts';
import { portableSettings, type Settings } from '../domain/settings.ts';
import { type DeployerFile, emptyFile } from './deployer-says.ts';

const file = z.object({
  connections: z.optional(z.array(z.unknown()).check(z.maxLength(100))),
  settings: z.optional(z.record(z.string(), z.unknown())),
  locked: z.optional(z.array(z.string())),
  knownModels: z.optional(z.unknown()),
  library: z.optional(z.unknown()),
});

/** Required of a connection; every other field is one of `Connection`. */
const entry = z.looseObject({
  id: z.optional(z.string().check(z.regex(/^[\w.-]{1,80}$/))),
  kind: z.enum(providerKinds),
  name: z.string().check(z.minLength(1), z.maxLength(100)),
  baseUrl: z.string(),
});

const headerNames = z.object({ headers: z.array(z.looseObject({ name: z.string() })) });

/** Words that a deployer might use for a key: such an entry is refused whole, since the file is readable by everyone. */
function isSecretName(name: string): boolean {
  return /^(x-)?(api[-_]?key|key|token|secret|password|authorization|proxy-authorization|cookie|auth[-_]?token)$/i.test(
    name,
  );
}

/** `text` is the whole file. One that is no JSON object gives nothing but a fault. */
export function readDeployerFile(text: string): DeployerFile {
  const read = parse(text);
  const whole = file.safeParse(read);
  if (!whole.success) return { ...emptyFile, faults: [refusal('', reasonOf(whole.error))] };
  const faults: Fault[] = [];
  const connections: Connection[] = [];
  for (const [at, each] of (whole.data.connections ?? []).entries()) {
    try {
      const made = connectionFrom(each, at);
      if (connections.some(({ id }) => id === made.id)) throw new Error('its id is there twice');
      connections.push(made);
    } catch (error) {
      faults.push(refusal(`connections[${at}]`, wordsOf(error)));
    }
  }
  const asked = whole.data.settings ?? {};
  const chosen = portableSettings(asked);
  for (const name of Object.keys(asked)) {
    if (!(name in chosen))
      faults.push(refusal(`settings.${name}`, 'not a setting, or not a value it can have'));
  }
  const locked = (whole.data.locked ?? []).filter((name): name is keyof Settings => name in chosen);
  for (const name of whole.data.locked ?? []) {
    if (!(name in chosen))
      faults.push(refusal(`locked: ${name}`, 'only a setting of this file can be locked'));
  }
  return {
    connections,
    settings: chosen,
    locked,
    knownModels: knownModelsFrom(whole.data.knownModels, faults),
    library: libraryFrom(whole.data.library, faults),
    faults,
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function connectionFrom(value: unknown, at: number): Connection {
  const read = entry.safeParse(value);
  if (!read.success) throw new Error(reasonOf(read.error));
  const { id, name, baseUrl, ...rest } = read.data;
  const headers = headerNames.safeParse(rest).data?.headers ?? [];
  if ([...Object.keys(rest), ...headers.map(({ name: of }) => of)].some(isSecretName)) {
    throw new Error('a key has no place in a file that everyone can read');
  }
  const whole = connection.safeParse({
    ...rest,
    id: `deployed:${id ?? slug(name)}`,
    name,
    baseUrl: pageAddressOf(rest.kind) ?? parseAddress(baseUrl).baseUrl,
    // Above those that people add, in the order of the file.
    order: at - 1000,
    isDeployed: true,
  });
  if (!whole.success) throw new Error(reasonOf(whole.error));
  return whole.data;
}

function knownModelsFrom(value: unknown, faults: Fault[]): KnownModels | undefined {
  if (value === undefined) return undefined;
  const read = knownModelsFile.safeParse(value);
  if (read.success) return read.data;
  faults.push(refusal('knownModels', reasonOf(read.error)));
  return undefined;
}

function libraryFrom(value: unknown, faults: Fault[]): Library | undefined {
  if (value === undefined) return undefined;
  const read = readLibrary(value);
  if (read.ok) return read.library;
  const place = ['library', read.place].filter(Boolean).join('.');
  faults.push(refusal(place, read.reason));
  return undefined;
}

function slug(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 80);
}

function refusal(place: string, reason: string): Fault {
  return { kind: 'config-invalid', place, reason };
}

function wordsOf(error: unknown): string {
  if (error instanceof FaultError)
    return error.fault.kind === 'invalid-address' ? 'its address cannot be used' : error.fault.kind;
  return error instanceof Error ? error.message : String(error);
}

/** The first complaint, as a place and a sentence. */
function reasonOf(error: z.core.$ZodError): string {
  const [issue] = error.issues;
  if (!issue) return 'not as expected';
  const place = issue.path.map(String).join('.');
  return `${place === '' ? '' : `${place}: `}${issue.message || issue.code}`.slice(0, 200);
}
