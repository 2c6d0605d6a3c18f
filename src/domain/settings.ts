/** The person's settings: each with a default, a floor and a unit. A bad stored value falls back to its default alone. */
import * as z from 'zod/mini';
import { defaultSettings } from './default-settings.ts';
import { modelRef } from './model.ts';
import { modelLayouts, modelSorts } from './model-order.ts';

const modes = ['system', 'dark', 'light'] as const;

const fields = {
  mode: z.enum(modes),
  theme: z.string().check(z.maxLength(100)),
  language: z.string().check(z.maxLength(20)),
  /** Long requests running at once per origin; the rest wait in line. */
  requestsPerOrigin: z.int().check(z.gte(1), z.lte(5)),
  /** `enter` sends and Shift+Enter breaks; `mod-enter` sends with Ctrl or Cmd. Touch keyboards always break on Enter. */
  sendKey: z.enum(['enter', 'mod-enter']),
  autoScroll: z.boolean(),
  /** The screen stays on while a reply comes and the page is visible. */
  keepAwake: z.boolean(),
  /** Silence, in seconds, after which a local server's stream counts as dead; 0 never. */
  idleSeconds: z.number().check(z.gte(0), z.lte(3600)),
  /** Days after which a model list is shown as stale. */
  catalogueDays: z.number().check(z.gte(0.01), z.lte(365)),
  /** What new sessions begin with; null: the last model used. */
  defaultModel: z.nullable(modelRef),
  /** Minutes without use after which the vault locks; 0 never. */
  vaultMinutes: z.union([z.literal(0), z.number().check(z.gte(1), z.lte(1440))]),
  /** It also locks when no page is visible any more. */
  vaultLocksOnHide: z.boolean(),
  /** Keys are kept in memory only, whatever the browser could store. */
  keysInMemory: z.boolean(),
  /** Days after which a key's age is pointed out; 0 never. */
  keyAgeDays: z.number().check(z.gte(0), z.lte(3650)),
  /** How often servers are asked which models they hold in memory, while a page shows it; 0 never. */
  runningSeconds: z.union([z.literal(0), z.number().check(z.gte(0.1), z.lte(300))]),
  /** How often jobs that nobody runs are looked for. */
  orphanSeconds: z.number().check(z.gte(0.1), z.lte(60)),
  /** How long after a job has changed something a model list is fetched again. */
  listRefreshSeconds: z.number().check(z.gte(0.1), z.lte(60)),
  /** Seconds without a byte after which a transfer is shown as stalled; 0 never. */
  stallSeconds: z.union([z.literal(0), z.number().check(z.gte(1), z.lte(3600))]),
  /** Seconds without a byte after which the server is asked again; 0 never. */
  askAgainSeconds: z.union([z.literal(0), z.number().check(z.gte(1), z.lte(3600))]),
  /** Minutes without use after which a model that runs in this browser is let go; 0 never. */
  pageModelMinutes: z.number().check(z.gte(0), z.lte(1440)),
  /** How the list of installed models is ordered, and laid out. */
  modelSort: z.enum(modelSorts),
  modelLayout: z.enum(modelLayouts),
  /** The hub of models may be asked when the person wants it; and where it is, for a house with a mirror. */
  hubAllowed: z.boolean(),
  hubUrl: z.string().check(z.maxLength(300), z.regex(/^https?:\/\/[^\s?#@]+$/)),
  /** The system tells when a long job has ended and nobody looked; asked for on a click. */
  jobNews: z.boolean(),
  /** Last model used: what a new session takes. */
  lastModel: z.nullable(modelRef),
  /** Last session shown; empty for none. */
  lastSessionId: z.string(),
  /** Whether the browser was asked for persistent storage. */
  askedToPersist: z.boolean(),
};

export const settings = z.object(fields);
export type Settings = z.infer<typeof settings>;

export const settingsChange = z.partial(settings);

/** Settings from stored values: unknown keys are left out, a bad value becomes its default. */
export function settingsFrom(stored: Record<string, unknown>): Settings {
  const read: Record<string, unknown> = { ...defaultSettings };
  for (const [key, field] of Object.entries(fields)) {
    const checked = z.safeParse(field, stored[key]);
    if (checked.success) read[key] = checked.data;
  }
  return read as Settings; // every key has been checked by its own field or is a default
}

/** Settings that make sense on another device, each one valid: what an export carries and an import may take. */
export function portableSettings(of: Record<string, unknown>): Partial<Settings> {
  const {
    lastModel: _lastModel,
    defaultModel: _defaultModel,
    lastSessionId: _lastSessionId,
    askedToPersist: _askedToPersist,
    ...portable
  } = fields;
  const found: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(portable)) {
    const checked = z.safeParse(field, of[key]);
    if (checked.success) found[key] = checked.data;
  }
  return found as Partial<Settings>; // every value has been checked by its own field
}
