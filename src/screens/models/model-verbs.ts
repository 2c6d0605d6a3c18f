/** What can be done to a model, by which key, and to which rows. Pure; the words of the keys are listed in the help. */
import { hasPower, isForEmbedding } from '../../domain/model-powers.ts';
import { guideName } from '../../domain/page-kinds.ts';
import type { IconName } from '../../ui/icon-paths.ts';
import type { ModelRow } from './model-rows.ts';

export const modelVerbs = [
  'details',
  'chat',
  'load',
  'unload',
  'pull',
  'push',
  'copy',
  'create',
  'places',
  'card',
  'delete',
] as const;
export type ModelVerb = (typeof modelVerbs)[number];

/** About no single row. */
export type ListVerb = 'pull-all' | 'refresh';

export const verbIcons: Readonly<Record<ModelVerb, IconName>> = {
  details: 'info',
  chat: 'chat',
  load: 'continue',
  unload: 'stop',
  pull: 'download',
  push: 'send',
  copy: 'copy',
  create: 'pencil',
  places: 'server',
  card: 'external',
  delete: 'trash',
};

/** As they are pressed on a row; shown beside the entries of its menu and in the help. */
export const verbKeys: Readonly<Partial<Record<ModelVerb | ListVerb, string>>> = {
  details: 'Enter',
  chat: 'O',
  pull: 'P',
  'pull-all': 'Shift+P',
  push: 'U',
  copy: 'C',
  card: 'B',
  refresh: 'R',
  delete: 'Delete',
};

export type KeyPress = Pick<KeyboardEvent, 'key' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey'>;

/** Letters without Ctrl: with it they belong to the browser. */
export function verbOfKey(press: KeyPress): ModelVerb | ListVerb | undefined {
  if (press.altKey || press.ctrlKey || press.metaKey) return undefined;
  const key = press.key === 'Backspace' ? 'Delete' : press.key;
  const wanted = press.shiftKey ? `Shift+${key.toUpperCase()}` : key.toUpperCase();
  const found = Object.entries(verbKeys).find(
    ([, chord]) => chord.toUpperCase() === wanted.toUpperCase(),
  );
  return found?.[0] as ModelVerb | ListVerb | undefined; // the table's own names
}

export type RowFacts = {
  readonly isLoaded: boolean;
  /** A page tells of it. */
  readonly hasCard: boolean;
  /** Other servers could pull it. */
  readonly hasOtherServers: boolean;
};

/** What makes sense for this model on its server. */
export function verbsFor(row: ModelRow, facts: RowFacts): ModelVerb[] {
  const { model } = row;
  const { kind } = row.connection;
  const canBuild = hasPower(kind, 'build');
  // The guide comes with the app.
  const isOurs = kind === 'browser' && model.name === guideName;
  const isTold = model.abilities?.includes('embedding') ?? false;
  const talks = model.abilities?.includes('completion') ?? false;
  const allowed: Readonly<Record<ModelVerb, boolean>> = {
    details: true,
    chat: isTold ? talks : !isForEmbedding(kind, model),
    load: canHold(row) && !facts.isLoaded,
    unload: canHold(row) && facts.isLoaded,
    pull: canBuild,
    push: canBuild,
    copy: canBuild,
    create: canBuild,
    places: facts.hasOtherServers,
    card: facts.hasCard,
    delete: hasPower(kind, 'jobs') && !isOurs,
  };
  return modelVerbs.filter((verb) => allowed[verb]);
}

/** Whether it is loaded and let go by order: a server of one model has it as long as it runs. */
export function canHold({ connection: { kind }, model }: ModelRow): boolean {
  return hasPower(kind, 'memory') && (hasPower(kind, 'jobs') || model.state !== undefined);
}
