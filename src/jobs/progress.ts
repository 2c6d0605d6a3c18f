/**
 * The steps of a running job folded into what is shown. Servers say them oddly: a layer may go back a little after its
 * parts were asked for again, come without its size, be there already, or be replaced by another one. Bytes shown do not
 * tremble; whether something moves is judged by what was really said. No timers: the time is handed in.
 */
import type { JobProgress } from '../domain/job.ts';
import { stepFromStatus } from '../domain/job-steps.ts';
import { withoutGaps } from '../lib/without-gaps.ts';
import type { JobStep } from '../providers/contract.ts';

/** Both clocks: durations come from `ms`, which never goes back. */
export type Moment = { readonly ms: number; readonly at: number };

export type Progress = {
  /** What a server says. */
  readonly take: (step: JobStep, now: Moment) => void;
  /** A step of our own, with the size it is about where that is known. */
  readonly begin: (step: string, now: Moment, totalBytes?: number) => void;
  /** Bytes of our own step. */
  readonly bytes: (doneBytes: number, now: Moment) => void;
  readonly read: (now: Moment, stallMs: number) => JobProgress;
  /** For how long nothing has moved, where something should; 0 where silence is usual. */
  readonly quietMs: (now: Moment) => number;
  /** Bytes have come forward since the beginning. */
  readonly hasMoved: () => boolean;
};

type Layer = { total: number | undefined; shown: number; said: number };

const speedWindowMs = 5000;
/** No model has so many: a server that names more is not kept count of. */
const mostLayers = 1000;
/** A fall by a smaller part of the layer than this is not shown. */
const shownFall = 0.1;

/** Steps in which a server is never silent for long while all is well. */
const movingSteps: ReadonlySet<string> = new Set(['manifest', 'pulling', 'pushing', 'hashing']);
const speedSteps: ReadonlySet<string> = new Set([
  'pulling',
  'pushing',
  'hashing',
  'uploading',
  'quantizing',
]);
/** Whoever says these has all layers. */
const afterLayers: ReadonlySet<string> = new Set(['verifying', 'writing', 'tidying']);
/** The layer of our own steps. */
const ours = '';

export function createProgress(now: Moment): Progress {
  const layers = new Map<string, Layer>();
  let step = '';
  let status = '';
  let stepAt = now.at;
  let movedMs = now.ms;
  let isForward = false;
  let speedFromMs: number | undefined;
  let gains: { readonly ms: number; readonly bytes: number }[] = [];

  function enter(next: string, moment: Moment): void {
    if (next === step) return;
    step = next;
    stepAt = moment.at;
    movedMs = moment.ms;
  }

  function advance(key: string, said: number, total: number | undefined, moment: Moment): void {
    const known = layers.get(key);
    if (!known) {
      if (layers.size >= mostLayers) {
        movedMs = moment.ms;
        return;
      }
      // What is there when a layer is first named came earlier: it says nothing of the speed.
      layers.set(key, { total, shown: Math.min(said, total ?? said), said });
      movedMs = moment.ms;
      speedFromMs ??= moment.ms;
      return;
    }
    known.total = total ?? known.total;
    if (said === known.said) return;
    movedMs = moment.ms;
    if (said > known.said) {
      gains.push({ ms: moment.ms, bytes: said - known.said });
      isForward = true;
    }
    known.said = said;
    const whole = known.total ?? Number.POSITIVE_INFINITY;
    const clamped = Math.min(said, whole);
    const fall = known.shown - clamped;
    const isLarge = fall > shownFall * (known.total ?? known.shown);
    if (fall < 0 || isLarge) known.shown = clamped;
  }

  function speed(moment: Moment): number | undefined {
    gains = gains.filter(({ ms }) => moment.ms - ms <= speedWindowMs);
    if (!isForward || speedFromMs === undefined) return undefined;
    const spanMs = Math.min(speedWindowMs, Math.max(1000, moment.ms - speedFromMs));
    const bytes = gains.reduce((sum, gain) => sum + gain.bytes, 0);
    return Math.round((bytes / spanMs) * 1000);
  }

  const isMoving = () => movingSteps.has(step);
  /** A browser does not always tell how much of a body it has sent. */
  const isBlind = () => step === 'uploading' && !isForward;

  return {
    take: (said, moment) => {
      const next = stepFromStatus(said.status);
      if (said.status !== status) movedMs = moment.ms;
      status = said.status;
      enter(next, moment);
      if (said.digest !== undefined) {
        advance(
          said.digest,
          bytesIn(said.completed) ?? 0,
          bytesIn(said.total) || undefined,
          moment,
        );
      } else if (afterLayers.has(next)) {
        for (const layer of layers.values()) layer.shown = layer.total ?? layer.shown;
      }
    },
    begin: (next, moment, totalBytes) => {
      enter(next, moment);
      layers.clear();
      gains = [];
      speedFromMs = moment.ms;
      isForward = false;
      if (totalBytes !== undefined) layers.set(ours, { total: totalBytes, shown: 0, said: 0 });
    },
    bytes: (doneBytes, moment) => advance(ours, doneBytes, undefined, moment),
    read: (moment, stallMs) => {
      const all = [...layers.values()];
      const isSized = all.length > 0 && all.every(({ total }) => total !== undefined);
      const quietMs = isMoving() ? moment.ms - movedMs : 0;
      const named = [...layers.keys()].some((key) => key !== ours);
      return {
        step,
        stepAt,
        ...withoutGaps({
          doneBytes: all.length > 0 && !isBlind() ? sum(all, ({ shown }) => shown) : undefined,
          totalBytes: isSized ? sum(all, ({ total }) => total ?? 0) : undefined,
          layersDone: named ? all.filter(isWhole).length : undefined,
          layersTotal: named ? all.length : undefined,
          bytesPerSecond: speedSteps.has(step) ? speed(moment) : undefined,
          stalledSince:
            stallMs > 0 && quietMs >= stallMs ? Math.round(moment.at - quietMs) : undefined,
        }),
      };
    },
    quietMs: (moment) => (isMoving() ? moment.ms - movedMs : 0),
    hasMoved: () => isForward,
  };
}

function isWhole({ total, shown }: Layer): boolean {
  return total !== undefined && shown >= total;
}

function bytesIn(value: number | undefined): number | undefined {
  return value !== undefined && Number.isFinite(value) && value >= 0 ? value : undefined;
}

function sum(layers: readonly Layer[], bytes: (layer: Layer) => number): number {
  return layers.reduce((all, layer) => all + bytes(layer), 0);
}
