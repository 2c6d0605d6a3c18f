/** The person's settings: each with a default, a floor and a unit. A bad stored value falls back to its default alone. */
import * as z from 'zod/mini';
import { defaultSettings } from './default-settings.ts';
import { modelRef } from './model.ts';

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
