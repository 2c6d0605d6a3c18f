/** What the hub's answers mean, in words; faults by their kind, since those of model servers tell of another place. */
import type { Fault } from '../../../domain/fault.ts';
import type { HubModel } from '../../../domain/hub.ts';
import { faultText } from '../../../i18n/fault-text.ts';
import { formatAgo, formatDecimal, formatDuration, formatNumber } from '../../../i18n/format.ts';
import { words } from '../../../i18n/i18n.ts';
import { contextWords } from '../model-facts.ts';

export function hostOf(hubUrl: string): string {
  return URL.canParse(hubUrl) ? new URL(hubUrl).host : hubUrl;
}

export function hubTrouble(fault: Fault, host: string): string {
  const t = words().find.trouble;
  switch (fault.kind) {
    case 'unsupported':
      return t.off;
    case 'offline':
      return t.offline;
    case 'unreachable':
      return t.unreachable(host);
    case 'no-answer':
    case 'idle':
      return t.late(host);
    case 'not-a-model-server':
      return t.html(host);
    case 'rate-limited':
      return fault.retryAfterMs === undefined
        ? t.limited
        : t.limitedFor(formatDuration(fault.retryAfterMs));
    case 'not-found':
      return t.missing(fault.what);
    case 'key-wanted':
    case 'refused':
      return t.refused(host);
    case 'server-error':
    case 'busy':
    case 'loading':
    case 'truncated':
      return t.down(host);
    default:
      return faultText(fault).title;
  }
}

/** 4,022,468,096 becomes 4.0B. */
export function parameterWords(count: number): string {
  const t = words().find;
  return count >= 950_000_000
    ? t.billions(formatDecimal(count / 1e9, count < 99.5e9 ? 1 : 0))
    : t.millions(formatNumber(Math.max(1, Math.round(count / 1e6))));
}

/** One line on a model: what people choose by. */
export function factsOf(model: HubModel, nowAt: number): readonly string[] {
  const t = words().find;
  const { parameters, contextLength, license, downloads, likes, updatedAt, task } = model;
  const ability = task === undefined ? undefined : t.hub.tasks[task];
  return [
    parameters === undefined ? '' : t.parameters(parameterWords(parameters)),
    contextLength === undefined ? '' : t.context(contextWords(contextLength)),
    ability ?? '',
    license === undefined ? t.hub.noLicense : t.hub.license(license),
    downloads === undefined ? '' : t.hub.downloads(formatNumber(downloads)),
    likes === undefined ? '' : t.hub.likes(formatNumber(likes)),
    updatedAt === undefined ? '' : t.hub.updated(formatAgo(updatedAt, nowAt)),
  ].filter((fact) => fact !== '');
}
