/**
 * One chat completion from request to events. Where a server refuses a feature before its first byte, the request goes
 * out again without it, and the refusal is told as `feature-refused` so that nobody asks again. A parameter that it
 * refuses is said otherwise or left out, for this request.
 */
import type { StreamFeature } from '../domain/connection.ts';
import { FaultError } from '../domain/fault.ts';
import type { StreamEvent } from '../domain/stream-event.ts';
import type { Endpoint } from './contract.ts';
import { openStream, type RequestOptions, type Stream } from './http.ts';
import { type Concessions, concessionFor, noConcessions } from './openai-concessions.ts';
import { type DecodeOptions, decodeCompletion } from './openai-decode.ts';
import { lacksPath, type Place } from './openai-endpoint.ts';

export type Features = ReadonlySet<StreamFeature>;

export type CompletionPlan = DecodeOptions & {
  /** Where to ask; a second place is tried where the first has no such path. */
  places: readonly Place[];
  /** What this dialect knows; of these, the connection's switches decide. */
  knows: readonly StreamFeature[];
  /** The request with these features on. */
  encode: (
    features: Features,
    concessions: Concessions,
  ) => Pick<RequestOptions, 'headers'> & { json: Record<string, unknown> };
  /** Payloads -> events; absent: as chat completions. */
  decode?: (payloads: AsyncIterable<string>) => AsyncIterable<StreamEvent>;
  /** After a bare network failure: which features the browser may have been forbidden to send. */
  findForbidden?: (features: Features, signal: AbortSignal) => Promise<readonly StreamFeature[]>;
};

export async function* streamCompletion(
  at: Endpoint,
  plan: CompletionPlan,
  signal: AbortSignal,
): AsyncGenerator<StreamEvent, void> {
  const refused: StreamFeature[] = [];
  const { payloads } = await openSomewhere(at, plan, refused, signal);
  yield { type: 'start' };
  for (const feature of refused) yield { type: 'feature-refused', feature };
  yield* plan.decode?.(payloads) ?? decodeCompletion(payloads, plan);
}

async function openSomewhere(
  at: Endpoint,
  plan: CompletionPlan,
  refused: StreamFeature[],
  signal: AbortSignal,
): Promise<Stream> {
  const [first, ...others] = plan.places;
  for (let place = first; place; place = others.shift()) {
    try {
      return await openWithout(at, place, plan, refused, signal);
    } catch (error) {
      if (others.length === 0 || !lacksPath(error)) throw error;
    }
  }
  throw new FaultError({ kind: 'unexpected', message: 'no place to ask' });
}

/** Adds to `refused` what had to be left out. At most one request per feature and concession. */
async function openWithout(
  at: Endpoint,
  place: Place,
  plan: CompletionPlan,
  refused: StreamFeature[],
  signal: AbortSignal,
): Promise<Stream> {
  const model = plan.model === undefined ? {} : { model: plan.model };
  let concessions = noConcessions;
  for (;;) {
    const features: Features = new Set(
      plan.knows.filter(
        (each) => at.connection.features[each] === 'auto' && !refused.includes(each),
      ),
    );
    const options = plan.encode(features, concessions);
    try {
      return await openStream(place.at, place.path, { ...options, ...model }, signal);
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      const { fault } = error;
      const message = 'message' in fault ? (fault.message ?? '') : '';
      const conceded = concessionFor(message, options.json, concessions);
      if (conceded) {
        concessions = conceded;
        continue;
      }
      const without =
        fault.kind === 'unreachable'
          ? ((await plan.findForbidden?.(features, signal)) ?? [])
          : namedIn(message);
      const known = without.filter((each) => features.has(each));
      if (known.length === 0) throw error;
      refused.push(...known);
    }
  }
}

/** Which features a refusal's text is about. A server that only says "unknown field" loses all the extra fields. */
function namedIn(message: string): readonly StreamFeature[] {
  if (/x-conversation-id/i.test(message)) return ['resume'];
  if (/return_progress/.test(message)) return ['progress'];
  if (/stream_options|include_usage|timings_per_token/.test(message)) return ['timings'];
  if (
    /stream\w*\W.{0,30}(not|n't|un)[ -]?(be )?(support|allow|implement|available)|not support stream/i.test(
      message,
    )
  )
    return ['streaming'];
  if (
    /(unknown|unrecogni[sz]ed|unexpected|extra|additional)\b.{0,40}\b(field|param|argument|propert|input|key)/i.test(
      message,
    )
  )
    return ['timings', 'progress'];
  return [];
}
