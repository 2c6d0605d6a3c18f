/**
 * The text form in which servers give their metrics to Prometheus (version 0.0.4), and what llama-server says in it. A
 * line that cannot be read is left out: one new metric must not hide the others.
 */
import type { MetricPoint, MetricTotals } from './server-panel.ts';

export type Sample = {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
};

/** What llama-server counts since its start. Seconds are those of work, not of the clock. */
export type ServerCounters = MetricTotals & {
  readonly promptSeconds?: number;
  readonly writtenSeconds?: number;
  /** Averages over the time between two readings, by whomever. */
  readonly promptSpeed?: number;
  readonly speed?: number;
  readonly working: number;
  readonly waiting: number;
  readonly cacheFraction?: number;
};

const line = /^([a-zA-Z_:][\w:]*)\s*(?:\{(.*)\})?\s+(\S+)(?:\s+-?\d+)?\s*$/;
const label = /([a-zA-Z_]\w*)\s*=\s*"((?:\\.|[^"\\])*)"/g;

export function parsePrometheus(text: string): Sample[] {
  return text.split('\n').flatMap((each) => {
    const found = each.startsWith('#') ? null : line.exec(each.trimEnd());
    if (!found) return [];
    const [, name = '', labels = '', written = ''] = found;
    const value = numberFrom(written);
    return value === undefined ? [] : [{ name, labels: labelsFrom(labels), value }];
  });
}

/** `undefined` where it is no llama-server's. */
export function countersFrom(samples: readonly Sample[]): ServerCounters | undefined {
  const values = new Map(
    samples
      .filter(({ labels }) => Object.keys(labels).length === 0)
      .map(({ name, value }) => [name.replace(/^llamacpp:/, ''), value]),
  );
  const writtenTokens = values.get('tokens_predicted_total');
  if (writtenTokens === undefined) return undefined;
  const told = (name: string, key: keyof ServerCounters) => {
    const value = values.get(name);
    return value === undefined ? {} : { [key]: value };
  };
  return {
    writtenTokens,
    promptTokens: values.get('prompt_tokens_total') ?? 0,
    cachedTokens: values.get('prompt_tokens_cached_total') ?? 0,
    working: values.get('requests_processing') ?? 0,
    waiting: values.get('requests_deferred') ?? 0,
    ...told('n_tokens_max', 'longestTokens'),
    ...told('prompt_seconds_total', 'promptSeconds'),
    ...told('tokens_predicted_seconds_total', 'writtenSeconds'),
    ...told('prompt_tokens_seconds', 'promptSpeed'),
    ...told('predicted_tokens_seconds', 'speed'),
    // Builds before 2026 told this.
    ...told('kv_cache_usage_ratio', 'cacheFraction'),
  };
}

/** What was done between two readings. Counters that fell back are those of a server that has started again. */
export function pointBetween(
  before: ServerCounters | undefined,
  now: ServerCounters,
  at: number,
): MetricPoint {
  const { working, waiting, cacheFraction } = now;
  const wasRestarted = before !== undefined && now.writtenTokens < before.writtenTokens;
  const since = wasRestarted ? undefined : before;
  const speedOf = (tokens: Rising, seconds: Rising, gauge: number | undefined) => {
    // The very first reading has no beginning: its totals may be days old.
    if (before === undefined) return undefined;
    const made = now[tokens] ?? 0;
    const done = made - (since?.[tokens] ?? 0);
    if (done <= 0) return undefined;
    const all = now[seconds];
    if (all === undefined) return gauge;
    const took = all - (since?.[seconds] ?? 0);
    return took > 0 ? done / took : undefined;
  };
  const speed = speedOf('writtenTokens', 'writtenSeconds', now.speed);
  const promptSpeed = speedOf('promptTokens', 'promptSeconds', now.promptSpeed);
  return {
    at,
    working,
    waiting,
    ...(speed === undefined ? {} : { speed }),
    ...(promptSpeed === undefined ? {} : { promptSpeed }),
    ...(cacheFraction === undefined ? {} : { cacheFraction }),
  };
}

type Rising = 'writtenTokens' | 'writtenSeconds' | 'promptTokens' | 'promptSeconds';

/** Whether anything was asked of the server between two readings, or is now. */
export function wasActive(before: ServerCounters, now: ServerCounters): boolean {
  return (
    now.working > 0 ||
    now.waiting > 0 ||
    before.working > 0 ||
    now.writtenTokens !== before.writtenTokens ||
    now.promptTokens !== before.promptTokens
  );
}

function numberFrom(text: string): number | undefined {
  if (text === '+Inf' || text === 'Inf') return Number.POSITIVE_INFINITY;
  if (text === '-Inf') return Number.NEGATIVE_INFINITY;
  const value = Number(text);
  return Number.isNaN(value) ? undefined : value;
}

function labelsFrom(text: string): Record<string, string> {
  const labels: Record<string, string> = {};
  for (const [, name = '', value = ''] of text.matchAll(label)) {
    labels[name] = value.replace(/\\(.)/g, (_, letter: string) => (letter === 'n' ? '\n' : letter));
  }
  return labels;
}
