/**
 * A connection: a server as configured here. Nothing secret is part of it: keys, basic auth and secret headers live in
 * the vault, and only the names of such headers stand here.
 */
import * as z from 'zod/mini';
import { launchSheet, launchSheetLimit } from './launch/sheet.ts';
import { limits } from './limits.ts';
import { modelFacts } from './model.ts';
import { plainDescription } from './plain-description.ts';

export const providerKinds = [
  'ollama',
  'llama-server',
  'openai',
  'responses',
  'anthropic',
  'gemini',
  'plain',
  'built-in',
  'browser',
] as const;
export type ProviderKind = (typeof providerKinds)[number];

/** `auto` tries and remembers a refusal as `refused`; `off` is the person's choice. */
const featureSwitch = z.enum(['auto', 'refused', 'off']);

export const streamFeatures = ['streaming', 'timings', 'progress', 'resume'] as const;
export type StreamFeature = (typeof streamFeatures)[number];

/** Where a connection leads: this device, the person's own network, or beyond. */
export const zones = ['device', 'network', 'outside'] as const;

/** What is done after a failure before the first byte: `count` more attempts, the wait growing from `baseMs` by `factor`. */
export const retryPolicy = z.object({
  count: z.int().check(z.gte(0), z.lte(10)),
  baseMs: z.number().check(z.gte(100), z.lte(60_000)),
  factor: z.number().check(z.gte(1), z.lte(10)),
  capMs: z.number().check(z.gte(100), z.lte(600_000)),
  /** Each wait is lengthened or shortened by up to this part of it. */
  jitter: z.number().check(z.gte(0), z.lte(1)),
});
export type RetryPolicy = z.infer<typeof retryPolicy>;

const shortText = z.string().check(z.minLength(1), z.maxLength(200));
/** A header's name as HTTP allows it. */
export const headerName = z
  .string()
  .check(z.maxLength(100), z.regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/));
const headerValue = z.string().check(z.maxLength(4000), z.regex(/^[\t\x20-\x7e\x80-\xff]*$/));

const byteCount = z.number().check(z.gte(0), z.lte(1e16));

const extraHeader = z.object({ name: headerName, value: headerValue });

/** What a person may change of a connection beside its name, address, kind and switches; each with its default. */
export const connectionOptions = z.object({
  /** The row of the preset table it was made from. */
  preset: z.optional(shortText),
  /** Chosen by the person; absent: read from the address. */
  zone: z.optional(z.enum(zones)),
  /** Sent with every request. Secret ones are only named, in `secretHeaders`. */
  headers: z._default(z.array(extraHeader).check(z.maxLength(20)), []),
  secretHeaders: z._default(z.array(headerName).check(z.maxLength(20)), []),
  /** The server sits behind a proxy that asks for name and password; both are secrets. */
  hasBasicAuth: z._default(z.boolean(), false),
  /** Patterns with `*`; empty: all. A pattern without `*` is a prefix. */
  modelFilter: z._default(z.array(shortText).check(z.maxLength(100)), []),
  /** Models typed by hand, for servers that do not list them (deployments). */
  addedModels: z._default(z.array(shortText).check(z.maxLength(200)), []),
  hiddenModels: z._default(z.array(shortText).check(z.maxLength(2000)), []),
  favouriteModels: z._default(z.array(shortText).check(z.maxLength(200)), []),
  /** By model name: what the person says of it, before what catalogue and table say. */
  modelFacts: z._default(z.record(shortText, modelFacts), {}),
  retry: z.optional(retryPolicy),
  /** Seconds until the headers of a reply; 0 no limit. Absent: none for local servers, 120 for others. */
  headersSeconds: z.optional(z.number().check(z.gte(0), z.lte(3600))),
  /** Seconds of silence that end a stream; 0 never. Absent: as in the settings. */
  idleSeconds: z.optional(z.number().check(z.gte(0), z.lte(3600))),
  /** Days for which its model list is fresh. Absent: as in the settings. */
  catalogueDays: z.optional(z.number().check(z.gte(0.01), z.lte(365))),
  /** Goes before the session's own system prompt. */
  systemPrompt: z._default(z.string().check(z.maxLength(100_000)), ''),
  limits: z._default(limits, {}),
  /** By model name. */
  modelLimits: z._default(z.record(shortText, limits), {}),
  /** How its models are kept fresh; see `model-updates.ts`. Absent: nobody looks. */
  modelUpdates: z.optional(
    z.object({
      everyDays: z.number().check(z.gte(1), z.lte(365)),
      how: z.enum(['tell', 'pull']),
      fromHour: z._default(z.int().check(z.gte(0), z.lte(23)), 0),
      toHour: z._default(z.int().check(z.gte(0), z.lte(23)), 0),
      lastAt: z._default(z.number(), 0),
      rest: z.optional(z.array(z.string())),
    }),
  ),
  /** The public half of the server's own key, as the person pasted it, for the account it pushes to. Nothing secret. */
  publicKey: z.optional(z.string().check(z.maxLength(2000))),
  /** After the server's fall and return the model that was used there last is loaded again. */
  rewarm: z.optional(z.boolean()),
  /** What the machine has for models: told by the person, or seen; see `fit.ts`. */
  memory: z.optional(
    z.object({
      vramBytes: z.optional(byteCount),
      ramBytes: z.optional(byteCount),
      seenBytes: z.optional(byteCount),
      ratios: z.optional(z.record(shortText, z.number().check(z.gt(0), z.lte(10)))),
    }),
  ),
  /** How its program is started. Of one name there is one. */
  launchSheets: z.optional(z.array(launchSheet).check(z.maxLength(launchSheetLimit))),
  /** How a plain server is spoken to; only for the kind `plain`. */
  plain: z.optional(plainDescription),
});
export type ConnectionOptions = z.infer<typeof connectionOptions>;

/**
 * What an export carries. Not the headers, where people may have put a token; not the zone, since a file from elsewhere
 * must not move a server inside somebody's fence; and nothing that acts by itself or is pasted somewhere on trust.
 */
export const portableOptions = z.partial(
  z.omit(connectionOptions, {
    headers: true,
    secretHeaders: true,
    hasBasicAuth: true,
    zone: true,
    publicKey: true,
    modelUpdates: true,
    rewarm: true,
  }),
);

export const connection = z.object({
  id: z.string().check(z.minLength(1), z.maxLength(100)),
  kind: z.enum(providerKinds),
  name: z.string().check(z.minLength(1), z.maxLength(100)),
  /**
   * http(s), no query, no fragment, no trailing slash, no credentials; see `parseAddress`. What runs in the browser
   * itself has an address that no request goes to; see `page-kinds.ts`.
   */
  baseUrl: z.string().check(z.maxLength(2000)),
  enabled: z._default(z.boolean(), true),
  /** Place in lists, ascending; also the chain in which servers of the same model are tried. */
  order: z._default(z.number(), 0),
  createdAt: z._default(z.number(), 0),
  /** Whether the server asked for a key once; the key itself is never stored here. */
  needsKey: z._default(z.boolean(), false),
  /** Set by the deployer's file; a person may switch it off, not change it. */
  isDeployed: z._default(z.boolean(), false),
  features: z._default(
    z.object({
      streaming: z._default(featureSwitch, 'auto'),
      timings: z._default(featureSwitch, 'auto'),
      progress: z._default(featureSwitch, 'auto'),
      resume: z._default(featureSwitch, 'auto'),
    }),
    { streaming: 'auto', timings: 'auto', progress: 'auto', resume: 'auto' },
  ),
  ...connectionOptions.shape,
});
export type Connection = z.infer<typeof connection>;

/** What the engine last saw of a connection's server. Lives in flight only. */
export type Health = {
  status: 'unknown' | 'checking' | 'up' | 'loading' | 'key-wanted' | 'locked' | 'down';
  checkedAt: number;
  /** When it was first seen as it is now: answering, or not. */
  since?: number;
  version?: string;
  fault?: import('./fault.ts').Fault;
};

/** `locked`: there is a sealed key and the vault is locked. `memory`: it goes with the engine. */
export type KeyState = 'none' | 'memory' | 'sealed' | 'locked';

export type ConnectionView = Connection & {
  health: Health;
  hasKey: boolean;
  keyState: KeyState;
  /** The zone that holds: the chosen one, else the one of the address. */
  liesIn: (typeof zones)[number];
};
