/**
 * Find models at work: what is typed, where it is looked for, and the server that pulls. The hub is asked only after a
 * person did something for it: typing while its results are shown, or a press; never by opening an address.
 */
import { useNavigate, useSearchParams } from '@solidjs/router';
import { type Accessor, createMemo, createSignal, onCleanup } from 'solid-js';
import type { ConnectionView } from '../../../domain/connection.ts';
import { type HubRecentView, type HubSearchView, hubFreshMs } from '../../../domain/hub.ts';
import { type HubSort, hubMostPages, isRepo } from '../../../domain/hub-terms.ts';
import { displayName, parseModelName } from '../../../domain/model-name.ts';
import { hasPower } from '../../../domain/model-powers.ts';
import { words } from '../../../i18n/i18n.ts';
import { nowAt } from '../../../lib/timing.ts';
import type { AppState } from '../../../state/create-state.ts';
import { createFindState, type FindState } from '../../../state/find.ts';
import { createJobs } from '../../../state/jobs.ts';
import type { Live } from '../../../state/live.ts';
import { hostOf } from './hub-words.ts';

export const findPlaces = ['library', 'hub', 'servers'] as const;
export type FindPlace = (typeof findPlaces)[number];

export type Find = {
  readonly state: FindState;
  readonly text: Accessor<string>;
  /** What a person typed: a search follows by itself where one is allowed. */
  readonly type: (text: string) => void;
  readonly place: Accessor<FindPlace>;
  /** The model of the hub that is shown. */
  readonly repo: Accessor<string | undefined>;
  readonly placeLink: (place: FindPlace) => string;
  readonly repoLink: (repo: string) => string;
  /** Noted on the press: the model's page may ask the hub. */
  readonly wantRepo: (repo: string) => void;
  readonly repoSince: (repo: string) => number | null;
  /** Its page was left: the focus goes back to its row, which takes it once. */
  readonly leaveRepo: (repo: string) => void;
  readonly takesFocus: (repo: string) => boolean;
  readonly host: Accessor<string>;
  readonly mayAsk: Accessor<boolean>;
  readonly sort: Accessor<HubSort>;
  readonly setSort: (sort: HubSort) => void;
  /** The search that is shown; `undefined` before the first. */
  readonly asked: Accessor<Asked | undefined>;
  readonly results: Live<HubSearchView>;
  readonly recent: Live<HubRecentView>;
  /** Asks for what is typed; `isAgain`: though it is known. */
  readonly search: (isAgain?: boolean) => void;
  readonly searchFor: (text: string, sort: HubSort) => void;
  readonly more: () => void;
  /** Servers that can pull, and the one chosen for it. */
  readonly able: Accessor<readonly ConnectionView[]>;
  readonly target: Accessor<ConnectionView | undefined>;
  readonly choose: (connectionId: string) => void;
  /** The name is one that was checked. */
  readonly pull: (name: string) => Promise<boolean>;
};

export type Asked = {
  readonly text: string;
  readonly sort: HubSort;
  readonly pages: number;
  readonly since: number | null;
};

/** A pause in typing: whoever types on has not said yet what is looked for. Enter asks at once. */
const debounceMs = 500;
const leastLetters = 3;

export function createFind(app: AppState): Find {
  const navigate = useNavigate();
  const [query] = useSearchParams<{ in?: string; repo?: string; q?: string }>();
  const state = createFindState(app.engine);
  const jobs = createJobs(app.engine, app.notices.showFault);
  const [text, setText] = createSignal(typeof query.q === 'string' ? query.q.slice(0, 200) : '');
  const [sort, setSort] = createSignal<HubSort>('trending');
  const [asked, setAsked] = createSignal<Asked>();
  const [chosenId, setChosenId] = createSignal<string>();
  /** When a person wanted to see it, in this visit. */
  const [wanted, setWanted] = createSignal<Readonly<Record<string, number>>>({});
  let leftRepo: string | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(timer));

  const repo = () => (typeof query.repo === 'string' && query.repo !== '' ? query.repo : undefined);
  const place = (): FindPlace =>
    repo() !== undefined ? 'hub' : (findPlaces.find((each) => each === query.in) ?? 'library');
  const mayAsk = () => app.settings.value.hubAllowed;
  const able = createMemo(() =>
    app.connections.list.filter(({ enabled, kind }) => enabled && hasPower(kind, 'build')),
  );
  const target = () =>
    able().find(({ id }) => id === chosenId()) ??
    able().find(({ health }) => health.status === 'up') ??
    able()[0];

  const freshSince = () => (mayAsk() ? nowAt() - hubFreshMs : null);
  function ask(change: Partial<Asked> = {}): void {
    clearTimeout(timer);
    const since = freshSince();
    setAsked({ text: text().trim(), sort: sort(), pages: 1, since, ...change });
  }

  return {
    state,
    text,
    type: (typed) => {
      setText(typed);
      clearTimeout(timer);
      if (place() !== 'hub' || repo() !== undefined || !mayAsk()) return;
      if (typed.trim().length >= leastLetters) timer = setTimeout(ask, debounceMs);
      // An emptied field stops what was on its way.
      else if (typed.trim() === '') setAsked(undefined);
    },
    place,
    repo,
    placeLink: (to) => `#/models/find?in=${to}`,
    repoLink: (of) => `#/models/find?repo=${encodeURIComponent(of)}`,
    wantRepo: (of) => {
      if (isRepo(of)) setWanted((before) => ({ ...before, [of]: nowAt() - hubFreshMs }));
    },
    repoSince: (of) => (mayAsk() ? (wanted()[of] ?? null) : null),
    leaveRepo: (of) => {
      leftRepo = of;
    },
    takesFocus: (of) => {
      if (leftRepo !== of) return false;
      leftRepo = undefined;
      return true;
    },
    host: () => hostOf(app.settings.value.hubUrl),
    mayAsk,
    sort,
    setSort: (next) => {
      setSort(next);
      const last = asked();
      if (last) ask({ text: last.text, sort: next });
    },
    asked,
    results: state.watchSearch(() => {
      const now = asked();
      return now && place() === 'hub' ? now : undefined;
    }),
    recent: state.watchRecent(),
    search: (isAgain = false) => ask(isAgain && mayAsk() ? { since: nowAt() } : {}),
    searchFor: (next, by) => {
      setText(next);
      setSort(by);
      ask();
    },
    more: () => {
      const last = asked();
      if (last) setAsked({ ...last, pages: Math.min(hubMostPages, last.pages + 1) });
    },
    able,
    target,
    choose: setChosenId,
    pull: async (name) => {
      const onto = target();
      const read = parseModelName(name);
      if (!onto || !read.ok) return false;
      const model = displayName(read.name);
      const added = await jobs.add(onto.id, { kind: 'pull', model });
      if (!added) return false;
      const t = words().find;
      app.notices.show(
        added.isNew ? t.queued(model, onto.name) : t.queuedAlready(model, onto.name),
        { action: { label: t.showJobs, run: () => navigate('/jobs') }, stayMs: 8000 },
      );
      return true;
    },
  };
}
