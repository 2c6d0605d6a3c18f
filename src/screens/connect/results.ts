/** What a look came to: servers to connect, answers that need a step, and the quiet rest. Pure. */
import type { Fault } from '../../domain/fault.ts';
import type { Model } from '../../domain/model.ts';
import type { Attempt } from './attempts.ts';
import { type FoundServer, isTelling, tellingRank } from './look-for.ts';

export type FailedAttempt = Attempt & {
  readonly outcome: { readonly state: 'failed'; readonly fault: Fault; readonly tookMs: number };
};

export type Results = {
  readonly servers: readonly FoundServer[];
  /** To be shown step by step. */
  readonly problems: readonly FailedAttempt[];
  /** Where nothing was found; named in one line. */
  readonly quiet: readonly FailedAttempt[];
  readonly asking: readonly Attempt[];
};

/** An address that was named in full is always explained; of several, only those that tell something. */
export function readResults(attempts: readonly Attempt[]): Results {
  const failed = attempts
    .filter(isFailed)
    .filter((each) => !isKeyWanted(each))
    .toSorted((a, b) => tellingRank(a.outcome.fault) - tellingRank(b.outcome.fault));
  const servers = uniqueServers(attempts);
  const asking = attempts.filter((each) => each.outcome.state === 'asking');
  if (attempts.length === 1) return { servers, problems: failed, quiet: [], asking };
  const told = failed.filter((each) => isTelling(each.outcome.fault));
  const problems = oncePerCause(told);
  return {
    servers,
    problems,
    quiet: failed.filter((each) => !told.includes(each)),
    asking,
  };
}

/** The model a new session begins with: one that is loaded, else the first that is not made for embedding only. */
export function firstModel(models: readonly Model[]): Model | undefined {
  const chatting = models.filter((each) => !isEmbedding(each));
  return chatting.find((each) => each.loaded) ?? chatting[0] ?? models[0];
}

/** A name that no other connection has. */
export function freeName(wanted: string, taken: readonly string[]): string {
  const name = wanted.slice(0, 90);
  if (!taken.includes(name)) return name;
  let number = 2;
  while (taken.includes(`${name} ${number}`)) number += 1;
  return `${name} ${number}`;
}

function isFailed(attempt: Attempt): attempt is FailedAttempt {
  return attempt.outcome.state === 'failed';
}

/** A server that tells nothing without a key; all that keep even their kind to themselves speak the OpenAI dialect. */
function isKeyWanted({ outcome }: Attempt): boolean {
  return outcome.state === 'failed' && outcome.fault.kind === 'key-wanted';
}

function lockedServer(baseUrl: string): FoundServer {
  return { kind: 'openai', baseUrl, models: [], needsKey: true };
}

function uniqueServers(attempts: readonly Attempt[]): readonly FoundServer[] {
  const byUrl = new Map<string, FoundServer>();
  for (const attempt of attempts) {
    const { baseUrl, outcome } = attempt;
    if (outcome.state === 'found') byUrl.set(outcome.server.baseUrl, outcome.server);
    else if (isKeyWanted(attempt)) byUrl.set(baseUrl, lockedServer(baseUrl));
  }
  return [...byUrl.values()];
}

/** A refused permission or an unsuitable page is the same story for every address: told once. */
function oncePerCause(failed: readonly FailedAttempt[]): readonly FailedAttempt[] {
  const perAddress = new Set(['cors-refused', 'loading']);
  const seen = new Set<string>();
  return failed.filter(({ outcome: { fault } }) => {
    if (perAddress.has(fault.kind)) return true;
    if (seen.has(fault.kind)) return false;
    seen.add(fault.kind);
    return true;
  });
}

function isEmbedding(model: Model): boolean {
  if (model.abilities && model.abilities.length > 0) {
    return model.abilities.includes('embedding') && !model.abilities.includes('completion');
  }
  return /embed|rerank/i.test(model.name);
}
