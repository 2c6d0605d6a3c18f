/** An import, from picked file to stored sessions: nothing is written before the person has seen what is in the file. */
import { type Accessor, createSignal } from 'solid-js';
import { type Fault, faultFrom } from '../../domain/fault.ts';
import type { AppState } from '../../state/create-state.ts';

/** Counts of a dry look. */
export type ImportCounts = {
  readonly sessionsNew: number;
  readonly sessionsExisting: number;
  readonly messages: number;
  readonly connectionsNew: number;
  readonly connectionsMatched: number;
  readonly attachments: number;
  readonly settings: number;
};

export type ImportStep =
  | { readonly step: 'idle' }
  | { readonly step: 'reading'; readonly name: string }
  | { readonly step: 'looked'; readonly name: string; readonly counts: ImportCounts }
  | { readonly step: 'importing'; readonly name: string; readonly counts: ImportCounts }
  | { readonly step: 'done'; readonly sessions: number; readonly skipped: number }
  | { readonly step: 'failed'; readonly name: string; readonly fault: Fault };

export type Import = {
  readonly now: Accessor<ImportStep>;
  readonly look: (file: File) => Promise<void>;
  readonly confirm: () => Promise<void>;
  readonly cancel: () => void;
};

/** The reader refuses a larger file too; asked here first, so that it is not even handed over. */
export const importLimitBytes = 256 * 1024 * 1024;

export function createImport(call: AppState['engine']['call']): Import {
  const [now, setNow] = createSignal<ImportStep>({ step: 'idle' });
  let file: File | undefined;

  async function look(picked: File): Promise<void> {
    file = picked;
    const { name, size: sizeBytes } = picked;
    if (sizeBytes > importLimitBytes) {
      const fault: Fault = { kind: 'file-too-large', sizeBytes, limitBytes: importLimitBytes };
      setNow({ step: 'failed', name, fault });
      return;
    }
    setNow({ step: 'reading', name });
    try {
      const counts = await call('backup.preview', { blob: picked });
      if (file === picked) setNow({ step: 'looked', name, counts });
    } catch (error) {
      if (file === picked) setNow({ step: 'failed', name, fault: faultFrom(error) });
    }
  }

  async function confirm(): Promise<void> {
    const looked = now();
    const picked = file;
    if (looked.step !== 'looked' || !picked) return;
    setNow({ ...looked, step: 'importing' });
    try {
      const { sessions, skipped } = await call('backup.import', { blob: picked });
      setNow({ step: 'done', sessions, skipped });
    } catch (error) {
      setNow({ step: 'failed', name: looked.name, fault: faultFrom(error) });
    }
  }

  return {
    now,
    look,
    confirm,
    cancel: () => {
      file = undefined;
      setNow({ step: 'idle' });
    },
  };
}
