/** What is said of a model and of one in memory, in words. */
import type { Job } from '../../domain/job.ts';
import { fractionOf } from '../../domain/job-steps.ts';
import type { ModelView } from '../../domain/model.ts';
import type { LoadedModel } from '../../domain/model-details.ts';
import { formatAgo, formatDuration, formatNumber, formatPercent } from '../../i18n/format.ts';
import { words } from '../../i18n/i18n.ts';
import type { StatusTone } from '../../ui/StatusDot.tsx';

/** `14.8B · qwen3 · 3f2a91c04b7d · 2 weeks ago`: what stands under the name. */
export function underName(model: ModelView, nowAt: number): string {
  return [
    model.parameterSize,
    model.family,
    model.modifiedAt === undefined ? undefined : formatAgo(model.modifiedAt, nowAt),
    shortDigest(model.digest),
  ]
    .filter(Boolean)
    .join(' · ');
}

/** As Ollama's own list shows it. */
export function shortDigest(digest: string | undefined): string | undefined {
  return digest?.replace(/^sha256:/, '').slice(0, 12);
}

/** 40960 becomes 40k, as people say it. */
export function contextWords(tokens: number | undefined): string {
  if (tokens === undefined) return '';
  if (tokens < 1024) return formatNumber(tokens);
  if (tokens < 1024 * 1024) return words().models.thousands(formatNumber(tokens / 1024));
  return words().models.millions(formatNumber(tokens / (1024 * 1024)));
}

/** What it can do besides answering in words. */
export function abilityWords(model: ModelView): string {
  return (model.abilities ?? [])
    .filter((ability) => ability !== 'completion')
    .map((ability) => words().models.abilities[ability])
    .join(', ');
}

export type StateFact = { readonly tone: StatusTone; readonly text: string };

/** Of one that no job is about. `loaded`: what its server says of it, where it was asked. */
export function stateFact(
  model: ModelView,
  loaded: LoadedModel | undefined,
  isLoaded: boolean,
  nowAt: number,
): StateFact {
  const t = words().models.states;
  if (loaded) return { tone: 'ok', text: loadedWords(loaded, nowAt) };
  if (isLoaded) return { tone: 'ok', text: t.loaded };
  if (model.state === 'loading') return { tone: 'busy', text: t.loading };
  if (model.state === 'failed') return { tone: 'error', text: t.failed };
  if (model.state === 'sleeping') return { tone: 'off', text: t.sleeping };
  return { tone: 'off', text: t.onDisk };
}

function loadedWords({ expiresAt }: LoadedModel, nowAt: number): string {
  const t = words().models.states;
  return expiresAt === undefined ? t.loaded : t.loadedFor(leftWords(expiresAt, nowAt));
}

/** Whole minutes while there are some, so that it does not tremble. */
export function leftWords(expiresAt: number, nowAt: number): string {
  const leftMs = Math.max(0, expiresAt - nowAt);
  const minutes = Math.floor(leftMs / 60_000);
  if (minutes < 1) return words().models.leftSoon;
  if (minutes < 60) return words().models.leftMinutes(formatNumber(minutes));
  return formatDuration(minutes * 60_000);
}

/** Of a job that is about a model: `62%`, or what it does where nobody knows how far it is. */
export function jobFact(job: Job): { readonly text: string; readonly fraction?: number } {
  const t = words().models.jobStates;
  if (job.state === 'waiting') return { text: t.waiting(words().models.tasks[job.task.kind]) };
  if (job.state === 'paused') return { text: t.paused };
  const fraction = job.progress && fractionOf(job.progress);
  if (fraction === undefined) return { text: words().models.tasks[job.task.kind] };
  return { text: formatPercent(fraction), fraction };
}

export type SplitFact = {
  /** From 0 to 1; `undefined` where the server does not tell. */
  readonly share: number | undefined;
  readonly text: string;
};

/** Where a loaded model works: `100% GPU`, `38% CPU, 62% GPU`. */
export function splitFact({ sizeBytes, vramBytes }: LoadedModel): SplitFact {
  const t = words().models.running;
  if (sizeBytes === undefined || vramBytes === undefined || sizeBytes === 0) {
    return { share: undefined, text: t.splitUnknown };
  }
  const share = Math.min(1, vramBytes / sizeBytes);
  if (share >= 0.995) return { share: 1, text: t.allGpu(formatPercent(1)) };
  if (share <= 0.005) return { share: 0, text: t.allCpu(formatPercent(1)) };
  return { share, text: t.split(formatPercent(1 - share), formatPercent(share)) };
}
