/**
 * The models that this browser keeps: rows in the database, bytes in files, and the two held together. What is left over
 * of broken work is swept: folders without a row, rows without their files, and what came of a job that is gone.
 */
import { FaultError } from '../domain/fault.ts';
import type { Job } from '../domain/job.ts';
import type { ModelFiles } from '../domain/model-files.ts';
import { folderOf, type PageModel } from '../domain/page-model.ts';
import type { Settings } from '../domain/settings.ts';
import { createLazy } from '../lib/lazy.ts';
import { nowAt } from '../lib/timing.ts';
import { type ModelFilesOptions, openModelFiles } from '../storage/model-files.ts';
import type { Store } from '../storage/store.ts';
import type { KeptPageModels } from './lazy-page-models.ts';

export type PageModelRoomDeps = {
  readonly store: Pick<Store, 'pageModels' | 'jobs' | 'kind'>;
  readonly settings: () => Promise<Settings>;
  /** For tests. */
  readonly files?: ModelFilesOptions;
};

/** As long as such a job is there, what it fetched is wanted. */
const keeping = ['waiting', 'running', 'paused', 'failed'] as const;

export function createPageModelRoom(deps: PageModelRoomDeps): KeptPageModels {
  const { store } = deps;
  const openFiles = createLazy(() => openModelFiles(deps.files));
  const get = async (name: string) => await (await store.pageModels()).get(name);

  async function filesHere(): Promise<ModelFiles> {
    // Rows that are gone with the last tab would leave their gigabytes behind.
    if (store.kind === 'memory')
      throw new FaultError({ kind: 'no-model-store', reason: 'refused' });
    return await openFiles();
  }

  async function remove(name: string): Promise<void> {
    await (await store.pageModels()).remove(name);
    await (await filesHere()).remove(name);
  }

  return {
    list: async () => await (await store.pageModels()).list(),
    place: async (name) => {
      const model = await get(name);
      if (model?.state !== 'ready') return undefined;
      return {
        kind: 'opfs',
        folder: folderOf(name),
        files: model.files.map((file) => file.name),
      };
    },
    used: async (name) => {
      await (await store.pageModels()).change(name, (row) => ({ ...row, usedAt: nowAt() }));
    },
    store: async () => {
      const files = await filesHere();
      return {
        list: async () => await (await store.pageModels()).list(),
        get,
        put: async (model) => await (await store.pageModels()).put(model),
        remove,
        files,
        hubUrl: async () => {
          const { hubAllowed, hubUrl } = await deps.settings();
          if (!hubAllowed) throw new FaultError({ kind: 'unsupported', ability: 'hub' });
          return hubUrl;
        },
      };
    },
    sweep: async () => {
      const files = await filesHere();
      const folders = await files.models();
      const rows = await (await store.pageModels()).list();
      const jobs = await (await store.jobs.rows()).inStates(keeping);
      for (const row of rows) {
        const isWanted =
          row.state === 'ready' ? await isWhole(row, files) : jobs.some((job) => isAbout(job, row));
        if (!isWanted) await remove(row.name);
      }
      for (const name of folders) {
        // A job may have begun meanwhile: its row is there before its first byte.
        if (!(await get(name))) await files.remove(name);
      }
    },
  };
}

/** Browsers that run out of room may take files away. */
async function isWhole({ name, files: wanted }: PageModel, files: ModelFiles): Promise<boolean> {
  for (const file of wanted) {
    if ((await files.sizeOf(name, file.name)) !== file.sizeBytes) return false;
  }
  return true;
}

function isAbout({ task }: Job, { name, source }: PageModel): boolean {
  if (task.kind !== 'pull' && task.kind !== 'import') return false;
  return task.model === name || (source.kind === 'url' && task.model === source.url);
}
