/**
 * Numbers, sizes, durations and dates in the chosen language. Formatters are kept: making one costs more than using it.
 * Digits keep their places while a figure runs (a fixed number of decimals), so that nothing jumps as it counts.
 */
import { language, words } from './i18n.ts';

/** 12,345 */
export function formatNumber(value: number): string {
  return numberFormat('whole', { maximumFractionDigits: 0 }).format(value);
}

/** A figure with a fixed number of decimals: 41.0. */
export function formatDecimal(value: number, decimals: number): string {
  return numberFormat(`decimal-${decimals}`, {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  }).format(value);
}

/** 0.62 becomes 62%. */
export function formatPercent(fraction: number): string {
  return numberFormat('percent', { style: 'percent', maximumFractionDigits: 0 }).format(fraction);
}

const byteUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** Decimal units, as disks and model lists count: 9.8 GB. */
export function formatBytes(bytes: number): string {
  let value = Math.max(0, bytes);
  let step = 0;
  while (value >= 999.5 && step < byteUnits.length - 1) {
    value /= 1000;
    step += 1;
  }
  const decimals = step > 0 && value < 99.95 ? 1 : 0;
  return numberFormat(`bytes-${step}-${decimals}`, {
    style: 'unit',
    unit: byteUnits[step] ?? 'byte',
    unitDisplay: step === 0 ? 'long' : 'short',
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  }).format(value);
}

/** 40 ms, 0.4 s, 12 s, 3 min 05 s, 2 h 10 min. */
export function formatDuration(ms: number): string {
  if (ms < 95) return words().app.units.milliseconds(formatNumber(Math.max(0, Math.round(ms))));
  const seconds = ms / 1000;
  if (seconds < 9.95) return words().app.units.seconds(formatDecimal(seconds, 1));
  const whole = Math.round(seconds);
  if (whole < 60) return words().app.units.seconds(formatNumber(whole));
  if (whole < 3600) {
    const rest = String(whole % 60).padStart(2, '0');
    return words().app.units.minutes(formatNumber(Math.floor(whole / 60)), rest);
  }
  const minutes = Math.floor(whole / 60);
  return words().app.units.hours(
    formatNumber(Math.floor(minutes / 60)),
    String(minutes % 60).padStart(2, '0'),
  );
}

/** 41.3 tok/s */
export function formatSpeed(tokensPerSecond: number): string {
  return words().app.units.speed(formatDecimal(tokensPerSecond, 1));
}

const relativeSteps = [
  ['year', 31_536_000_000],
  ['month', 2_592_000_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** How long ago: `3 hours ago`, `yesterday`, `now`. */
export function formatAgo(at: number, nowAt: number): string {
  const passedMs = at - nowAt;
  const format = relativeFormat();
  for (const [unit, unitMs] of relativeSteps) {
    if (Math.abs(passedMs) >= unitMs) return format.format(Math.trunc(passedMs / unitMs), unit);
  }
  return format.format(0, 'second');
}

/** A moment soon to come: 14:05, or with its day where that is not today: 3 Aug, 14:05. */
export function formatMoment(at: number, nowAt: number): string {
  const time = { hour: '2-digit', minute: '2-digit' } as const;
  return dayNumber(at) === dayNumber(nowAt)
    ? dateFormat('time', time).format(at)
    : dateFormat('day-time', { day: 'numeric', month: 'short', ...time }).format(at);
}

export type DateGroup = {
  /** Equal for two instants of one group. */
  readonly key: string;
  readonly title: string;
};

/** The group of an instant in a list that is ordered by time: today, yesterday, 7 days, 30 days, then months. */
export function dateGroup(at: number, nowAt: number): DateGroup {
  const titles = words().app.dateGroups;
  const daysAgo = dayNumber(nowAt) - dayNumber(at);
  if (daysAgo <= 0) return { key: 'today', title: titles.today };
  if (daysAgo === 1) return { key: 'yesterday', title: titles.yesterday };
  if (daysAgo <= 7) return { key: 'week', title: titles.week };
  if (daysAgo <= 30) return { key: 'month', title: titles.month };
  const day = new Date(at);
  const thisYear = day.getFullYear() === new Date(nowAt).getFullYear();
  const title = thisYear
    ? dateFormat('month', { month: 'long' }).format(at)
    : dateFormat('month-year', { month: 'long', year: 'numeric' }).format(at);
  return { key: `${day.getFullYear()}-${day.getMonth()}`, title };
}

/** Calendar days, counted so that the hour and a change of the clocks do not matter. */
function dayNumber(at: number): number {
  const day = new Date(at);
  return Math.round(Date.UTC(day.getFullYear(), day.getMonth(), day.getDate()) / 86_400_000);
}

const numberFormats = new Map<string, Intl.NumberFormat>();
const dateFormats = new Map<string, Intl.DateTimeFormat>();
const relativeFormats = new Map<string, Intl.RelativeTimeFormat>();

function numberFormat(name: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  return kept(numberFormats, `${language()} ${name}`, () => {
    return new Intl.NumberFormat(language(), options);
  });
}

function dateFormat(name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return kept(dateFormats, `${language()} ${name}`, () => {
    return new Intl.DateTimeFormat(regional(), options);
  });
}

function relativeFormat(): Intl.RelativeTimeFormat {
  return kept(relativeFormats, language(), () => {
    return new Intl.RelativeTimeFormat(language(), { numeric: 'auto' });
  });
}

/** The browser's own flavour of the language where it has one: dates differ between English countries. */
export function regional(): string {
  const own = typeof navigator === 'undefined' ? undefined : navigator.language;
  return own?.startsWith(`${language()}-`) ? own : language();
}

function kept<Format>(formats: Map<string, Format>, name: string, make: () => Format): Format {
  const found = formats.get(name) ?? make();
  formats.set(name, found);
  return found;
}
