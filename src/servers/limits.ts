/**
 * The person's own limits. Each request is counted before it leaves, with those under way: one too many in a minute
 * waits, one beyond a day's or month's tokens or cost is refused. Engines share what is spent through the stored rows.
 */
import type { Connection } from '../domain/connection.ts';
import { FaultError } from '../domain/fault.ts';
import type { LimitName, Limits } from '../domain/limits.ts';
import type { UsageRow } from '../domain/usage.ts';
import { delay, nowAt } from '../lib/timing.ts';

/** A request that wants to leave: what it will use at least, as far as that can be told. */
export type Wish = {
  readonly messageId: string;
  readonly connectionId: string;
  readonly model: string;
  readonly tokens: number;
  readonly cost: number;
};

export type Gate = {
  /**
   * Resolves with the end of this request once it may leave; `onWait` tells until when it waits. Throws `limit-reached`,
   * and the signal's reason.
   */
  readonly admit: (
    wish: Wish,
    onWait: (until: number | undefined) => void,
    signal: AbortSignal,
  ) => Promise<() => void>;
};

export type GateDeps = {
  readonly connection: (id: string) => Promise<Connection | undefined>;
  readonly usageSince: (connectionId: string, from: number) => Promise<readonly UsageRow[]>;
};

type Sent = Wish & { readonly sentAt: number; isUnderWay: boolean };
/** What one set of limits is about: the whole connection, or one of its models. */
type Scope = { readonly limits: Limits; readonly name: string; readonly model?: string };

/** Longer waits are looked at again meanwhile: the limit may be lifted. */
const lookAgainMs = 5000;

export function createGate(deps: GateDeps): Gate {
  let sent: Sent[] = [];
  /** Two requests at once must not both take the last place. */
  let turn: Promise<unknown> = Promise.resolve();

  /** Enters the request, or tells when the next may. */
  async function tryEnter(wish: Wish): Promise<{ sent: Sent } | { until: number }> {
    const connection = await deps.connection(wish.connectionId);
    const at = nowAt();
    const longest = 60_000 * 60;
    sent = sent.filter((each) => each.isUnderWay || at - each.sentAt < longest);
    for (const scope of connection ? scopesOf(connection, wish.model) : []) {
      await refuseSpent(scope, wish, at);
    }
    for (const scope of connection ? scopesOf(connection, wish.model) : []) {
      const until = await busyUntil(scope, wish, at);
      if (until > at) return { until };
    }
    const mine: Sent = { ...wish, sentAt: at, isUnderWay: true };
    sent.push(mine);
    return { sent: mine };
  }

  async function refuseSpent({ limits, name, model }: Scope, wish: Wish, at: number) {
    const { dayAt, monthAt, tomorrowAt, nextMonthAt } = bordersOf(at);
    const spans: [LimitName, LimitName, number, number][] = [
      ['tokensPerDay', 'costPerDay', dayAt, tomorrowAt],
      ['tokensPerMonth', 'costPerMonth', monthAt, nextMonthAt],
    ];
    for (const [tokens, cost, from, freesAt] of spans) {
      if (limits[tokens] === undefined && limits[cost] === undefined) continue;
      const rows = await deps.usageSince(wish.connectionId, from);
      const underWay = sent.filter(
        (each) => each.isUnderWay && each.connectionId === wish.connectionId,
      );
      const isOurs = (of: { model: string }) => model === undefined || of.model === model;
      const spentTokens = sum(
        rows.filter(isOurs),
        (row) => row.promptTokens + row.completionTokens,
      );
      const spentCost = sum(rows.filter(isOurs), (row) => row.cost ?? 0);
      const wished = [...underWay.filter(isOurs), wish];
      const wants: [LimitName, number][] = [
        [tokens, spentTokens + sum(wished, (each) => each.tokens)],
        [cost, spentCost + sum(wished, (each) => each.cost)],
      ];
      for (const [limit, wanted] of wants) {
        if (wanted > (limits[limit] ?? Number.POSITIVE_INFINITY))
          throw new FaultError({ kind: 'limit-reached', limit, name, freesAt });
      }
    }
  }

  /** When the minute has room again; the past where it has some now. */
  async function busyUntil({ limits, model }: Scope, wish: Wish, at: number): Promise<number> {
    const limit = limits.requestsPerMinute;
    if (limit === undefined) return 0;
    // Less than one a minute is one in so many minutes.
    const windowMs = limit >= 1 ? 60_000 : 60_000 / limit;
    const allowed = Math.max(1, Math.floor(limit));
    const known = new Set(sent.map((each) => each.messageId));
    const rows = await deps.usageSince(wish.connectionId, at - windowMs);
    const starts = [
      ...sent.filter((each) => each.connectionId === wish.connectionId && isOf(each)),
      // Those of other engines, and of this one before it started.
      ...rows
        .filter((row) => !known.has(row.id) && isOf(row))
        .map((row) => ({ sentAt: row.at - (row.totalMs ?? 0) })),
    ]
      .map(({ sentAt }) => sentAt)
      .filter((sentAt) => sentAt > at - windowMs)
      .sort((a, b) => a - b);
    const oldest = starts[starts.length - allowed];
    return oldest === undefined ? 0 : oldest + windowMs;

    function isOf(of: { model: string }): boolean {
      return model === undefined || of.model === model;
    }
  }

  return {
    admit: async (wish, onWait, signal) => {
      for (let isWaiting = false; ; isWaiting = true) {
        const trying = turn.then(() => tryEnter(wish));
        turn = trying.catch(() => undefined); // told to whoever asked
        const entered = await trying;
        if ('sent' in entered) {
          if (isWaiting) onWait(undefined);
          return () => {
            entered.sent.isUnderWay = false;
          };
        }
        onWait(entered.until);
        await delay(Math.min(lookAgainMs, Math.max(1, entered.until - nowAt())), signal);
      }
    },
  };
}

function scopesOf(connection: Connection, model: string): Scope[] {
  const own = connection.modelLimits[model];
  return [
    { limits: connection.limits, name: connection.name },
    ...(own ? [{ limits: own, name: model, model }] : []),
  ];
}

/** The local day and month that `at` lies in. */
function bordersOf(at: number) {
  const now = new Date(at);
  const [year, month, day] = [now.getFullYear(), now.getMonth(), now.getDate()];
  return {
    dayAt: new Date(year, month, day).getTime(),
    tomorrowAt: new Date(year, month, day + 1).getTime(),
    monthAt: new Date(year, month, 1).getTime(),
    nextMonthAt: new Date(year, month + 1, 1).getTime(),
  };
}

function sum<T>(rows: readonly T[], amount: (row: T) => number): number {
  return rows.reduce((all, row) => all + amount(row), 0);
}
