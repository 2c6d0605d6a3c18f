/**
 * What a server refuses of a request and we can say otherwise or do without: the name of the limit, a temperature that a
 * reasoning model does not take, a level of thinking that it does not know, reasoning in words. Each is conceded once.
 */
export type Concessions = {
  readonly without: readonly string[];
  /** The level of thinking to ask for instead. */
  readonly effort?: string;
};

export const noConcessions: Concessions = { without: [] };

/** From none to most. */
const efforts: readonly string[] = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'];

const dispensable: readonly (readonly [field: string, sign: RegExp])[] = [
  ['max_tokens', /max_(completion_)?tokens/],
  ['max_completion_tokens', /max_(completion_)?tokens/],
  ['temperature', /temperature/],
  ['include', /encrypted[ _]content/i],
  ['reasoning.summary', /reasoning[._ ]summar/i],
];
const refusal =
  /unsupported|(not|n't|un)[ -]?(be )?(support|allow|permit|accept)|un(known|recogni[sz]ed|expected)|extra (field|input)|deprecated|must be verified/i;

/** More than what was made already; undefined where the refusal is about something else. */
export function concessionFor(
  message: string,
  body: Readonly<Record<string, unknown>>,
  made: Concessions,
): Concessions | undefined {
  if (refusal.test(message)) {
    const field = dispensable.find(([name, sign]) => has(body, name) && sign.test(message))?.[0];
    if (field !== undefined && !made.without.includes(field)) {
      return { ...made, without: [...made.without, field] };
    }
  }
  const asked = effortIn(body);
  if (asked === undefined || made.effort !== undefined) return undefined;
  const effort = nearestEffort(asked, effortsNamedIn(message));
  return effort === undefined || effort === asked ? undefined : { ...made, effort };
}

/** A field by its name, or one inside another by both with a dot between. */
function has(body: Readonly<Record<string, unknown>>, name: string): boolean {
  const [outer = '', inner] = name.split('.');
  const value = body[outer];
  if (inner === undefined) return outer in body;
  return typeof value === 'object' && value !== null && inner in value;
}

/** Of the levels there are the next higher one, else the highest. */
export function nearestEffort(asked: string, known: readonly string[]): string | undefined {
  const ranked = efforts.filter((each) => known.includes(each));
  const rank = efforts.indexOf(asked);
  return ranked.find((each) => efforts.indexOf(each) >= rank) ?? ranked.at(-1);
}

function effortIn(body: Readonly<Record<string, unknown>>): string | undefined {
  const { reasoning_effort, reasoning } = body as {
    reasoning_effort?: unknown;
    reasoning?: { effort?: unknown };
  };
  const effort = reasoning_effort ?? reasoning?.effort;
  return typeof effort === 'string' ? effort : undefined;
}

/** "Supported values are: 'low', 'medium', and 'high'." */
function effortsNamedIn(message: string): readonly string[] {
  const list = /(?:supported values|must be one of|expected one of|allowed values|use)\b(.*)/i.exec(
    message,
  )?.[1];
  return (list ?? '').match(/(?<=['"`])[a-z]+(?=['"`])/g) ?? [];
}
