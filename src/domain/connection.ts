/** A connection: a server as configured here. Its key is not part of it; keys live in the engine only. */
import * as z from 'zod/mini';

export const providerKinds = ['ollama', 'llama-server', 'openai'] as const;
export type ProviderKind = (typeof providerKinds)[number];

/** `auto` tries and remembers a refusal as `refused`; `off` is the person's choice. */
const featureSwitch = z.enum(['auto', 'refused', 'off']);

export const streamFeatures = ['streaming', 'timings', 'progress', 'resume'] as const;
export type StreamFeature = (typeof streamFeatures)[number];

export const connection = z.object({
  id: z.string().check(z.minLength(1), z.maxLength(100)),
  kind: z.enum(providerKinds),
  name: z.string().check(z.minLength(1), z.maxLength(100)),
  /** http(s), no query, no fragment, no trailing slash, no credentials; see `parseAddress`. */
  baseUrl: z.string().check(z.maxLength(2000)),
  enabled: z._default(z.boolean(), true),
  /** Place in lists, ascending. */
  order: z._default(z.number(), 0),
  createdAt: z._default(z.number(), 0),
  /** Whether the server asked for a key once; the key itself is never stored here. */
  needsKey: z._default(z.boolean(), false),
  features: z._default(
    z.object({
      streaming: z._default(featureSwitch, 'auto'),
      timings: z._default(featureSwitch, 'auto'),
      progress: z._default(featureSwitch, 'auto'),
      resume: z._default(featureSwitch, 'auto'),
    }),
    { streaming: 'auto', timings: 'auto', progress: 'auto', resume: 'auto' },
  ),
});
export type Connection = z.infer<typeof connection>;

/** What the engine last saw of a connection's server. Lives in flight only. */
export type Health = {
  status: 'unknown' | 'checking' | 'up' | 'loading' | 'key-wanted' | 'down';
  checkedAt: number;
  version?: string;
  fault?: import('./fault.ts').Fault;
};

export type ConnectionView = Connection & { health: Health; hasKey: boolean };
