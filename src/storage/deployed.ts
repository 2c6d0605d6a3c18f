/**
 * What the deployer's file brought, as rows: its connections among the person's, its settings as a layer, and its text,
 * so that it holds while the host is away.
 */
import * as z from 'zod/mini';
import { type Connection, connection } from '../domain/connection.ts';
import type { Settings } from '../domain/settings.ts';
import type { Checked } from './checked.ts';
import type { Rows } from './rows.ts';
import { deployedKey } from './settings-rows.ts';

export type Deployed = {
  /** The text last applied; empty for none. */
  readonly text: () => Promise<string>;
  /** All in one step. Connections that the file no longer names stay with the person, switched off. */
  readonly apply: (
    text: string,
    file: {
      readonly connections: readonly Connection[];
      readonly settings: Partial<Settings>;
      readonly locked: readonly string[];
    },
  ) => Promise<void>;
};

const textKey = 'deployer-file';
const textRow = z.object({ key: z.string(), text: z.string() });

export function createDeployed(rows: Rows, checked: Checked): Deployed {
  return {
    text: async () => checked.one('meta', textRow, await rows.get('meta', textKey))?.text ?? '',
    apply: (text, { connections, settings, locked }) =>
      rows.transaction(['meta', 'connections', 'settings'], async (inside) => {
        const before = checked.many('connections', connection, await inside.list('connections'));
        for (const each of connections) {
          await inside.put('connections', {
            ...each,
            ...kept(before.find(({ id }) => id === each.id)),
          });
        }
        for (const each of before) {
          if (!each.isDeployed || connections.some(({ id }) => id === each.id)) continue;
          await inside.put('connections', { ...each, isDeployed: false, enabled: false });
        }
        await inside.put('settings', { key: deployedKey, value: { values: settings, locked } });
        await inside.put('meta', { key: textKey, text });
      }),
  };
}

/** What is the person's, or has been learnt, of a connection whose file is read again. */
function kept(before: Connection | undefined): Partial<Connection> {
  if (!before) return {};
  const { enabled, order, createdAt, needsKey, features, hiddenModels, favouriteModels } = before;
  const { hasBasicAuth, secretHeaders, memory, launchSheets } = before;
  return {
    // One that had left the file was switched off by that, not by the person.
    ...(before.isDeployed ? { enabled } : {}),
    order,
    createdAt,
    needsKey,
    features,
    hiddenModels,
    favouriteModels,
    hasBasicAuth,
    secretHeaders,
    ...(memory === undefined ? {} : { memory }),
    ...(launchSheets === undefined ? {} : { launchSheets }),
  };
}
