/** Short messages at the edge of the screen: told politely, gone by themselves unless they carry an action or a fault. */
import { createStore, produce } from 'solid-js/store';
import type { Fault } from '../domain/fault.ts';

export type Notice = {
  id: number;
  tone: 'info' | 'warning' | 'error';
  /** A key of the dictionary, or a fault to be worded by `faultText`. */
  text: string;
  fault?: Fault;
  action?: { label: string; run: () => void };
  /** How long it stays, in ms; 0 until closed. */
  stayMs: number;
};

export type NoticesState = {
  readonly list: readonly Notice[];
  readonly show: (
    text: string,
    options?: Partial<Pick<Notice, 'tone' | 'action' | 'stayMs'>>,
  ) => void;
  readonly showFault: (fault: Fault) => void;
  readonly close: (id: number) => void;
};

const stayMsByTone = { info: 3000, warning: 5000, error: 5000 } as const;

export function createNotices(): NoticesState {
  const [list, setList] = createStore<Notice[]>([]);
  let lastId = 0;
  function add(notice: Omit<Notice, 'id'>): void {
    lastId += 1;
    const id = lastId;
    setList(
      produce((draft) => {
        draft.push({ ...notice, id });
        if (draft.length > 4) draft.shift();
      }),
    );
  }
  return {
    list,
    show: (text, options = {}) => {
      const tone = options.tone ?? 'info';
      add({ text, tone, stayMs: stayMsByTone[tone], ...options });
    },
    showFault: (fault) => add({ text: '', fault, tone: 'error', stayMs: 8000 }),
    close: (id) =>
      setList(
        produce((draft) => {
          const at = draft.findIndex((notice) => notice.id === id);
          if (at >= 0) draft.splice(at, 1);
        }),
      ),
  };
}
