/** The launch screen at work: whose sheets they are, the one that is being written, and what becomes of it. */
import { type Accessor, createEffect, createMemo, createSignal, on } from 'solid-js';
import type { ConnectionView } from '../../../domain/connection.ts';
import { faultFrom } from '../../../domain/fault.ts';
import { type ImportedSheet, importCommand } from '../../../domain/launch/import.ts';
import { type LaunchProblem, type ReadSheet, readSheet } from '../../../domain/launch/read.ts';
import {
  type LaunchProgram,
  type LaunchSheet,
  launchSheetLimit,
} from '../../../domain/launch/sheet.ts';
import { withoutSecrets } from '../../../domain/launch/without-secrets.ts';
import type { AppState } from '../../../state/create-state.ts';
import { createFormDraft } from '../form-draft.ts';
import { newSheet, readDraftSheet, tidySheet, withSheet } from './sheet-texts.ts';

export type Sheets = {
  readonly connection: Accessor<ConnectionView | undefined>;
  readonly saved: Accessor<readonly LaunchSheet[]>;
  readonly sheet: Accessor<LaunchSheet>;
  readonly read: Accessor<ReadSheet>;
  /** The saved one of the same name, as it was saved. */
  readonly twin: Accessor<LaunchSheet | undefined>;
  readonly isSaved: Accessor<boolean>;
  readonly problem: (at: LaunchProblem['at'], row?: number) => LaunchProblem | undefined;
  readonly change: (part: Partial<LaunchSheet>) => void;
  readonly setValue: (id: string, value: string) => void;
  /** A new one for this program. */
  readonly begin: (program: LaunchProgram) => void;
  readonly pick: (name: string) => void;
  readonly save: () => Promise<'saved' | 'full' | 'failed'>;
  readonly remove: () => Promise<boolean>;
  readonly takeCommand: (text: string) => ImportedSheet | undefined;
};

export type SheetsPlace = {
  readonly state: Pick<AppState, 'engine' | 'notices' | 'connections'>;
  readonly connectionId: Accessor<string | undefined>;
  readonly origin: string;
  /** To start with, from the address. */
  readonly model: string | undefined;
};

export function createSheets({ state, connectionId, origin, model }: SheetsPlace): Sheets {
  const connection = createMemo(() => {
    const id = connectionId();
    return id === undefined ? undefined : state.connections.byId(id);
  });
  const saved = (): readonly LaunchSheet[] => connection()?.launchSheets ?? [];
  const programHere = (): LaunchProgram =>
    connection()?.kind === 'ollama' ? 'ollama' : 'llama-server';
  const fresh = (program: LaunchProgram) =>
    newSheet({ program, origin, baseUrl: connection()?.baseUrl, model });
  const [sheet, setSheet] = createSignal<LaunchSheet>(fresh('llama-server'));
  // One draft: whoever changes the server takes the sheet along, or picks one of its own.
  const draft = createFormDraft(state, 'form:launch', readDraftSheet);
  let isTouched = false;

  const show = (next: LaunchSheet) => {
    isTouched = true;
    setSheet(next);
    draft.keep(withoutSecrets(next));
  };

  async function open(): Promise<void> {
    const kept = model === undefined ? await draft.read() : undefined;
    if (isTouched) return;
    const first = saved()[0];
    // What was begun for one program is nothing for a server that runs the other.
    const isOfHere = connection() === undefined || kept?.program === programHere();
    setSheet((isOfHere ? kept : undefined) ?? first ?? fresh(programHere()));
  }
  createEffect(
    on([() => state.connections.known, connectionId], ([isKnown]) => {
      if (isKnown && !isTouched) void open();
    }),
  );

  const read = createMemo(() => readSheet(sheet()));
  const twin = () => saved().find(({ name }) => name === sheet().name.trim());
  const store = async (sheets: readonly LaunchSheet[]): Promise<boolean> => {
    const id = connectionId();
    if (id === undefined) return false;
    try {
      await state.engine.call('connections.update', {
        id,
        options: { launchSheets: [...sheets] },
      });
      return true;
    } catch (error) {
      state.notices.showFault(faultFrom(error));
      return false;
    }
  };

  return {
    connection,
    saved,
    sheet,
    read,
    twin,
    isSaved: () => {
      const other = twin();
      return other !== undefined && isSame(other, withoutSecrets(tidySheet(sheet())));
    },
    problem: (at, row) =>
      read().problems.find((each) => each.at === at && (row === undefined || each.row === row)),
    change: (part) => show({ ...sheet(), ...part }),
    setValue: (id, value) => {
      const { [id]: _before, ...values } = sheet().values;
      show({ ...sheet(), values: value === '' ? values : { ...values, [id]: value } });
    },
    begin: (program) => show(fresh(program)),
    pick: (name) => {
      const found = saved().find((each) => each.name === name);
      if (found) show(found);
    },
    save: async () => {
      const tidy = withoutSecrets(tidySheet(sheet()));
      const next = withSheet(saved(), tidy);
      if (next.length > launchSheetLimit) return 'full';
      if (!(await store(next))) return 'failed';
      draft.forget();
      setSheet(tidy);
      return 'saved';
    },
    remove: async () => {
      const name = sheet().name.trim();
      if (!(await store(saved().filter((each) => each.name !== name)))) return false;
      draft.forget();
      setSheet(saved().find((each) => each.name !== name) ?? fresh(programHere()));
      return true;
    },
    takeCommand: (text) => {
      const found = importCommand(text, sheet().name);
      if (found) {
        const { startAt, account, restart, restartFirst, restartMost, unit, gpu } = sheet().values;
        const service = { startAt, account, restart, restartFirst, restartMost, unit, gpu };
        const kept = Object.entries(service).filter(
          (pair): pair is [string, string] => pair[1] !== undefined,
        );
        show({
          ...found.sheet,
          values: { ...Object.fromEntries(kept), ...found.sheet.values },
        });
      }
      return found;
    },
  };
}

/** The order of the fields does not count. */
function isSame(one: LaunchSheet, other: LaunchSheet): boolean {
  return sorted(one) === sorted(other);
}

function sorted(sheet: LaunchSheet): string {
  return JSON.stringify(sheet, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
