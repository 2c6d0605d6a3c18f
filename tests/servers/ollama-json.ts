/* How Ollama writes JSON, errors and times. */
import { type Exchange, sendBody } from './wire.ts';

export const jsonType = 'application/json; charset=utf-8';

export function errorText(_code: number, message: string): string {
  return goJson({ error: message });
}

export function fail(exchange: Exchange, code: number, message: string): Promise<void> {
  return sendBody(exchange, code, { 'Content-Type': jsonType }, errorText(code, message));
}

/** A refusal from where a stream would have begun: its type has no charset. */
export function failStream(exchange: Exchange, code: number, message: string): Promise<void> {
  return sendBody(exchange, code, { 'Content-Type': 'application/json' }, errorText(code, message));
}

export function sendJson(exchange: Exchange, value: unknown): Promise<void> {
  return sendBody(exchange, 200, { 'Content-Type': jsonType }, goJson(value));
}

/** Go escapes these three in every string. */
export function goJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replaceAll('>', '\\u003e')
    .replaceAll('&', '\\u0026');
}

/** When a model is let go, epoch ms; undefined: never. NaN for what Go takes for no duration. */
export function expiry(keepAlive: unknown): number | undefined {
  if (typeof keepAlive === 'number') {
    return keepAlive < 0 ? undefined : Date.now() + keepAlive * 1000;
  }
  if (typeof keepAlive !== 'string') return Date.now() + 5 * 60_000;
  // A bare number as text has no unit, which Go refuses.
  if (!/^-?(0|([\d.]+(ms|h|m|s))+)$/.test(keepAlive)) return Number.NaN;
  if (keepAlive.startsWith('-')) return undefined;
  const units: Record<string, number> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };
  let ms = 0;
  for (const [, count, unit] of keepAlive.matchAll(/([\d.]+)(ms|h|m|s)/g)) {
    ms += Number(count) * (units[unit ?? 's'] ?? 0);
  }
  return Date.now() + ms;
}
