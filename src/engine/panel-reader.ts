/**
 * One place of one server, asked again and again while somebody looks. It is asked kindly: more seldom while a reply runs
 * there (llama-server puts a stop off while it is asked things), and for its slots only when something may have happened,
 * since that question wakes a server that sleeps and keeps one awake that would fall asleep.
 */
import { FaultError } from '../domain/fault.ts';
import { countersFrom, parsePrometheus, pointBetween, wasActive } from '../domain/prometheus.ts';
import type {
  MetricsView,
  PanelPlace,
  ServerPanelView,
  SlotState,
  SlotView,
  Told,
} from '../domain/server-panel.ts';
import { monotonicMs, nowAt } from '../lib/timing.ts';
import type { Endpoint, PanelPort } from '../providers/contract.ts';
import type { PlaceNotes } from './panel-notes.ts';

/** What was told of one model, or of the one that there is. */
export type Readings = Pick<ServerPanelView, 'props' | 'slotActions' | 'metrics' | 'adapters'> & {
  readonly slots: Told<readonly SlotView[]>;
};

export const noReadings: Readings = {
  props: { state: 'unknown' },
  slots: { state: 'unknown' },
  slotActions: { state: 'unknown' },
  metrics: { state: 'unknown' },
  adapters: { state: 'unknown' },
};

/** Properties change with a restart, and when the server falls asleep. */
const propsEveryMs = 30_000;
const stillMs = 60_000;
const stillestMs = 300_000;
const pointsKept = 120;

export type Reader = {
  /** `isForced`: a person asks, or something has just been changed. */
  readonly read: (at: Endpoint, isForced: boolean, signal: AbortSignal) => Promise<Readings>;
};

export type ReaderDeps = {
  readonly port: PanelPort;
  readonly place: PanelPlace;
  readonly notes: () => PlaceNotes;
  /** How often it is asked, ms. */
  readonly everyMs: () => number;
  readonly onSlots: (slots: readonly SlotState[], askedMs: number) => void;
};

export function createReader({ port, place, notes, everyMs, onSlots }: ReaderDeps): Reader {
  const { model } = place;
  let known = noReadings;
  let propsMs = Number.NEGATIVE_INFINITY;
  let slotsMs = Number.NEGATIVE_INFINITY;
  let stillSinceMs: number | undefined;

  async function readProps(at: Endpoint, signal: AbortSignal): Promise<void> {
    const props =
      model === undefined ? await single(port, at, signal) : await port.props(at, model, signal);
    propsMs = monotonicMs();
    known = { ...known, props: { state: 'told', value: props } };
  }

  /** Whether something was done since it was asked last; `undefined` where it does not tell. */
  async function readMetrics(at: Endpoint, signal: AbortSignal): Promise<boolean | undefined> {
    if (propsOf(known)?.hasMetrics === false) {
      known = { ...known, metrics: { state: 'off', flag: '--metrics' } };
      return undefined;
    }
    const told = await part(() => port.metrics(at, model, signal));
    if (told.state !== 'told') {
      known = { ...known, metrics: told };
      return undefined;
    }
    const counters = countersFrom(parsePrometheus(told.value));
    if (!counters) {
      const fault = { kind: 'unreadable', line: told.value.slice(0, 200) } as const;
      known = { ...known, metrics: { state: 'failed', fault } };
      return undefined;
    }
    const own = notes();
    // The first reading has nothing to be held against.
    const isActive = own.counters && wasActive(own.counters, counters);
    own.points = [
      ...own.points.slice(1 - pointsKept),
      pointBetween(own.counters, counters, nowAt()),
    ];
    own.counters = counters;
    return isActive;
  }

  async function readSlots(at: Endpoint, signal: AbortSignal): Promise<void> {
    const beforeMs = slotsMs;
    const before = known.slots.state === 'told' ? known.slots.value : [];
    const askedMs = monotonicMs();
    const told = await part(() => port.slots(at, model, signal));
    slotsMs = monotonicMs();
    if (told.state !== 'told') {
      known = { ...known, slots: told };
      return;
    }
    const seconds = (slotsMs - beforeMs) / 1000;
    const value = told.value.map((slot) => withSpeed(slot, before, seconds));
    const isStill = value.every(
      ({ id, isBusy, taskId, heldTokens }) =>
        !isBusy &&
        before.some(
          (was) => was.id === id && was.taskId === taskId && was.heldTokens === heldTokens,
        ),
    );
    stillSinceMs = isStill ? (stillSinceMs ?? slotsMs) : undefined;
    known = { ...known, slots: { state: 'told', value } };
    onSlots(told.value, askedMs);
  }

  function areSlotsDue(isActive: boolean | undefined, isForced: boolean): boolean {
    if (isForced || known.slots.state === 'unknown' || known.slots.state === 'asleep') return true;
    if (known.slots.state === 'told' && known.slots.value.some(({ isBusy }) => isBusy)) return true;
    if (isActive !== undefined) return isActive;
    // Nothing else says whether it is used: the longer it was not, the more seldom it is disturbed.
    const stillForMs = stillSinceMs === undefined ? 0 : slotsMs - stillSinceMs;
    const waitMs = stillForMs < stillMs ? everyMs() : Math.min(stillestMs, stillForMs);
    return monotonicMs() - slotsMs >= waitMs;
  }

  async function read(at: Endpoint, isForced: boolean, signal: AbortSignal): Promise<Readings> {
    const hasMetrics = known.metrics.state === 'told';
    if (isForced || !hasMetrics || monotonicMs() - propsMs >= propsEveryMs)
      await readProps(at, signal);
    const isActive = await readMetrics(at, signal);
    const props = propsOf(known);
    if (props?.hasSlots === false) {
      known = { ...known, slots: { state: 'off', flag: '--no-slots' } };
    } else if (props?.isSleeping && !isActive) {
      known = { ...known, slots: { state: 'asleep' } };
    } else if (areSlotsDue(isActive, isForced)) {
      await readSlots(at, signal);
    }
    if (!props?.isSleeping) await readOnce(at, isForced, signal);
    if (notes().counters) known = { ...known, metrics: { state: 'told', value: metricsView() } };
    return known;
  }

  async function readOnce(at: Endpoint, isForced: boolean, signal: AbortSignal): Promise<void> {
    if (known.slotActions.state === 'unknown') {
      known = {
        ...known,
        slotActions: await part(() => port.slotActions(at, model, signal)),
      };
    }
    if (isForced || known.adapters.state === 'unknown') {
      known = { ...known, adapters: await part(() => port.adapters(at, model, signal)) };
    }
  }

  function metricsView(): MetricsView {
    const own = notes();
    const { slots } = known;
    const last = own.points.at(-1);
    if (last && slots.state === 'told') {
      const held = slots.value.reduce((sum, slot) => sum + (slot.heldTokens ?? 0), 0);
      const { heldTokens = held, working } = last;
      // The counters tell of a reply when it is over; until then its slot does.
      const seen = slots.value.reduce((sum, slot) => sum + (slot.speed ?? 0), 0);
      const speed = last.speed ?? (working > 0 && seen > 0 ? seen : undefined);
      const point = { ...last, heldTokens, ...(speed === undefined ? {} : { speed }) };
      own.points = [...own.points.slice(0, -1), point];
    }
    const {
      promptTokens = 0,
      cachedTokens = 0,
      writtenTokens = 0,
      longestTokens,
    } = own.counters ?? {};
    return {
      points: own.points,
      totals: {
        promptTokens,
        cachedTokens,
        writtenTokens,
        ...(longestTokens === undefined ? {} : { longestTokens }),
      },
    };
  }

  return { read };
}

function propsOf({ props }: Readings) {
  return props.state === 'told' ? props.value : undefined;
}

/** A router has no properties of a model: this place is of one that has. */
async function single(port: PanelPort, at: Endpoint, signal: AbortSignal) {
  const told = await port.overview(at, signal);
  if (told.mode === 'single') return told.props;
  throw new FaultError({ kind: 'no-model' });
}

/** Faults by which the whole server is out of reach end the reading; others are of this part alone. */
const ofServer: ReadonlySet<string> = new Set([
  'offline',
  'unreachable',
  'no-answer',
  'loading',
  'key-wanted',
  'key-or-network',
  'not-a-model-server',
]);

async function part<Value>(read: () => Promise<Told<Value>>): Promise<Told<Value>> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof FaultError) || ofServer.has(error.fault.kind)) throw error;
    return { state: 'failed', fault: error.fault };
  }
}

function withSpeed(slot: SlotState, before: readonly SlotView[], seconds: number): SlotView {
  const was = before.find(({ id }) => id === slot.id);
  const { writtenTokens } = slot;
  if (was?.taskId !== slot.taskId || was?.writtenTokens === undefined) return slot;
  if (writtenTokens === undefined || seconds <= 0) return slot;
  const speed = (writtenTokens - was.writtenTokens) / seconds;
  return speed > 0 ? { ...slot, speed } : slot;
}
