/** Adding models to this browser: the connection they belong to is made with the first, and the browser asked to keep them. */
import { useNavigate } from '@solidjs/router';
import { type Accessor, createSignal } from 'solid-js';
import { type Fault, faultFrom } from '../../../domain/fault.ts';
import type { JobTask } from '../../../domain/job.ts';
import { modelTitle } from '../../../domain/model-title.ts';
import { guideName, pageAddressOf } from '../../../domain/page-kinds.ts';
import { freeName, nameOfFile } from '../../../domain/page-model-source.ts';
import { words } from '../../../i18n/i18n.ts';
import { newId } from '../../../lib/ids.ts';
import type { AppState } from '../../../state/create-state.ts';
import { askToKeep, readModelStore } from '../../../state/storage-room.ts';

export type Adding = {
  /** `undefined` until it is known. */
  readonly refusal: Accessor<Fault | 'none' | undefined>;
  readonly isBusy: Accessor<boolean>;
  readonly fault: Accessor<Fault | undefined>;
  /** Whether a model of this name is here. */
  readonly has: (name: string) => boolean;
  /** `name` is an address, or one of the hub. */
  readonly fetch: (name: string) => Promise<boolean>;
  /** In the order of the parts. */
  readonly takeIn: (files: readonly File[]) => Promise<boolean>;
};

const kind = 'browser';

export function createAdding(state: AppState): Adding {
  const navigate = useNavigate();
  const [refusal, setRefusal] = createSignal<Fault | 'none'>();
  const [isBusy, setBusy] = createSignal(false);
  const [fault, setFault] = createSignal<Fault>();
  const look = async () => {
    const reason = await readModelStore();
    setRefusal(reason === 'there' ? 'none' : { kind: 'no-model-store', reason });
  };
  void look();

  const connection = () => state.connections.list.find((each) => each.kind === kind);
  const has = (name: string) => {
    const id = connection()?.id;
    const list = state.connections.catalogues.find((each) => each.connectionId === id);
    return name === guideName || (list?.models.some((each) => each.name === name) ?? false);
  };

  async function connectionId(): Promise<string> {
    const there = connection();
    if (there && !there.enabled) await state.connections.change({ id: there.id, enabled: true });
    if (there) return there.id;
    const name = words().browserModels.connection;
    return await state.connections.add({ kind, name, baseUrl: pageAddressOf(kind) ?? '' });
  }

  async function add(task: JobTask, title: string, file?: Blob): Promise<boolean> {
    if (isBusy()) return false;
    setBusy(true);
    setFault(undefined);
    try {
      // Asked with the press: some browsers want one for it. Without their promise it is kept as long as there is room.
      void askToKeep().catch(() => undefined);
      const { isNew } = await state.engine.call('jobs.add', {
        connectionId: await connectionId(),
        task,
        ...(file ? { file } : {}),
      });
      const t = words().browserModels;
      state.notices.show(isNew ? t.queued(title) : t.queuedAlready(title), {
        action: { label: t.showJobs, run: () => navigate('/jobs') },
        stayMs: 8000,
      });
      return true;
    } catch (error) {
      setFault(faultFrom(error));
      return false;
    } finally {
      setBusy(false);
    }
  }

  return {
    refusal,
    isBusy,
    fault,
    has,
    fetch: (name) => add({ kind: 'pull', model: name }, modelTitle(name)),
    takeIn: async (files) => {
      const [first] = files;
      if (!first) return false;
      const model = freeName(nameOfFile(first.name), has);
      const parts = files.map(({ name, size }) => ({ fileName: name, sizeBytes: size }));
      // Lent as one: nothing of them is read for that.
      const lent = files.length > 1 ? new Blob([...files]) : first;
      const task: JobTask = {
        kind: 'import',
        model,
        recipe: {},
        fileName: first.name,
        sizeBytes: lent.size,
        fileKey: newId(),
        ...(files.length > 1 ? { parts } : {}),
      };
      return await add(task, model, lent);
    },
  };
}
