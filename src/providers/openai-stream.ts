/**
 * One chat completion from request to events. Where a server refuses a feature before its first byte, the request goes
 * out again without it, and the refusal is told as `feature-refused` so that nobody asks again.
 */
import type { StreamFeature } from '../domain/connection.ts';
import { FaultError } from '../domain/fault.ts';
import type { StreamEvent } from '../domain/stream-event.ts';
import type { Endpoint } from './contract.ts';
import { openStream, type RequestOptions, type Stream } from './http.ts';
import { type DecodeOptions, decodeCompletion } from './openai-decode.ts';

export type Features = ReadonlySet<StreamFeature>;

export type CompletionPlan = DecodeOptions & {
  path: string;
  /** What this dialect knows; of these, the connection's switches decide. */
  knows: readonly StreamFeature[];
  /** The request with these features on. */
  encode: (features: Features) => Pick<RequestOptions, 'json' | 'headers'>;
  /** After a bare network failure: which features the browser may have been forbidden to send. */
  findForbidden?: (features: Features, signal: AbortSignal) => Promise<readonly StreamFeature[]>;
};

export async function* streamCompletion(
  at: Endpoint,
  plan: CompletionPlan,
  signal: AbortSignal,
): AsyncGenerator<StreamEvent, void> {
  const refused: StreamFeature[] = [];
  const stream = await openWithout(at, plan, refused, signal);
  yield { type: 'start' };
  for (const feature of refused) yield { type: 'feature-refused', feature };
  yield* decodeCompletion(stream.payloads, plan);
}

/** Adds to `refused` what had to be left out. At most one request per feature. */
async function openWithout(
  at: Endpoint,
  plan: CompletionPlan,
  refused: StreamFeature[],
  signal: AbortSignal,
): Promise<Stream> {
  const model = plan.model === undefined ? {} : { model: plan.model };
  for (;;) {
    const features: Features = new Set(
      plan.knows.filter(
        (each) => at.connection.features[each] === 'auto' && !refused.includes(each),
      ),
    );
    try {
      return await openStream(at, plan.path, { ...plan.encode(features), ...model }, signal);
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      const { fault } = error;
      const without =
        fault.kind === 'unreachable'
          ? ((await plan.findForbidden?.(features, signal)) ?? [])
          : 'message' in fault
            ? namedIn(fault.message ?? '')
            : [];
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
