/** The store: all repositories over one floor of rows. The database and plain memory give the same store. */
import { createLazy } from '../lib/lazy.ts';
import { type Attachments, createAttachments } from './attachments.ts';
import { type Checked, createChecked, type Damage } from './checked.ts';
import { createDrafts, createWaiting, type Drafts, type Waiting } from './composing.ts';
import {
  type Catalogues,
  type Connections,
  createCatalogues,
  createConnections,
} from './connections.ts';
import { createDeployed, type Deployed } from './deployed.ts';
import { createFinds, type Finds } from './finds.ts';
import { createImports, type Imports } from './import-rows.ts';
import { createJobs, type Jobs } from './jobs.ts';
import { createJournal, type Journal } from './journal.ts';
import { createWatch, type Watch } from './live.ts';
import { createMessages, type Messages } from './messages.ts';
import { createOwners, type Owners } from './owners.ts';
import type { PageModelRows } from './page-models.ts';
import { createPurge, type Purge } from './purge.ts';
import type { Backend, Rows } from './rows.ts';
import { createSearchRows, type SearchRows } from './search-rows.ts';
import { createSecrets, type Secrets } from './secrets.ts';
import { createSessions, type Sessions } from './sessions.ts';
import { createSettings, type SettingsRows } from './settings-rows.ts';
import { createTitles, type Titles } from './titles.ts';
import { createTurns, type Turns } from './turns.ts';
import { createUsages, type Usages } from './usage.ts';

export type Repositories = Purge & {
  readonly sessions: Sessions;
  readonly messages: Messages;
  readonly turns: Turns;
  readonly journal: Journal;
  readonly drafts: Drafts;
  readonly waiting: Waiting;
  readonly connections: Connections;
  readonly catalogues: Catalogues;
  readonly deployed: Deployed;
  readonly attachments: Attachments;
  readonly secrets: Secrets;
  readonly settings: SettingsRows;
  readonly owners: Owners;
  readonly imports: Imports;
  readonly searchRows: SearchRows;
  readonly usage: Usages;
  readonly jobs: Jobs;
  readonly finds: Finds;
  /** Loaded with the first use. */
  readonly pageModels: () => Promise<PageModelRows>;
};

export type Store = Repositories & {
  /** `memory` keeps nothing: the person was told. */
  readonly kind: 'database' | 'memory';
  /** A query reads through the repositories it is handed, and runs again when what it read has changed. */
  readonly watch: Watch<Repositories>;
  /** Rows that could not be read so far, each counted once. */
  readonly damaged: () => number;
  readonly close: () => void;
};

export function createStore(
  kind: Store['kind'],
  backend: Backend,
  onDamage: (damage: Damage) => void = () => undefined,
): Store {
  const damagedKeys = new Set<string>();
  const checked = createChecked((damage) => {
    const key = `${damage.table} ${damage.key}`;
    if (damagedKeys.has(key)) return;
    damagedKeys.add(key);
    onDamage(damage);
  });
  const titles = createTitles(backend, checked);
  return {
    ...repositories(backend, checked, titles),
    kind,
    watch: createWatch(backend, (rows) => repositories(rows, checked, titles)),
    damaged: () => damagedKeys.size,
    close: backend.close,
  };
}

function repositories(rows: Rows, checked: Checked, titles: Titles): Repositories {
  return {
    ...createPurge(rows),
    sessions: createSessions(rows, checked, titles),
    messages: createMessages(rows, checked),
    turns: createTurns(rows, checked),
    journal: createJournal(rows, checked),
    drafts: createDrafts(rows, checked),
    waiting: createWaiting(rows, checked),
    connections: createConnections(rows, checked),
    catalogues: createCatalogues(rows, checked),
    deployed: createDeployed(rows, checked),
    attachments: createAttachments(rows, checked),
    secrets: createSecrets(rows, checked),
    settings: createSettings(rows, checked),
    owners: createOwners(rows, checked),
    imports: createImports(rows),
    searchRows: createSearchRows(rows, checked),
    usage: createUsages(rows, checked),
    jobs: createJobs(rows, checked),
    finds: createFinds(rows, checked),
    pageModels: createLazy(async () => {
      const { createPageModelRows } = await import('./page-models.ts');
      return createPageModelRows(rows, checked);
    }),
  };
}
