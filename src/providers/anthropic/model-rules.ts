/**
 * What a request to a model must look like, read from its name: the API refuses (400) what a generation does not know.
 * A name without a number counts as the newest; a name that is not Claude's belongs to an imitator of the protocol.
 */

export type ModelRules = {
  /** How thinking is asked for: by a budget of tokens (up to 4.5), or by an effort (from 4.6). */
  readonly thinks: 'no' | 'budget' | 'effort';
  /** Whether a temperature may be set: newer ones than 4.6 refuse any but their own. */
  readonly samples: boolean;
  /** The `max_tokens` of a request where the person set none. */
  readonly usualMaxTokens: number;
};

/**
 * `max_tokens` must be sent, a value above the model's own limit is refused, and a request does not know that limit. So
 * these are what every model of a generation can do, and no cost by themselves: a reply ends where it ends.
 */
export function rulesFor(model: string): ModelRules {
  if (!/claude/i.test(model)) return { thinks: 'budget', samples: true, usualMaxTokens: 8192 };
  const version = versionOf(model);
  if (version < 305) return { thinks: 'no', samples: true, usualMaxTokens: 4096 };
  if (version < 307) return { thinks: 'no', samples: true, usualMaxTokens: 8192 };
  return {
    thinks: version < 406 ? 'budget' : 'effort',
    samples: version <= 406,
    usualMaxTokens: 32_000,
  };
}

/** `claude-3-5-sonnet-…` is 305, `claude-opus-4-1-…` 401, `claude-sonnet-4-20250514` 400: a date is no number of a version. */
function versionOf(model: string): number {
  const found =
    /claude-(\d{1,2})(?!\d)(?:[.-](\d{1,2})(?!\d))?/i.exec(model) ??
    /claude-[a-z]+-(\d{1,2})(?!\d)(?:[.-](\d{1,2})(?!\d))?/i.exec(model);
  if (!found) return Number.POSITIVE_INFINITY;
  return Number(found[1]) * 100 + Number(found[2] ?? 0);
}
