/**
 * The state of a kept connection as an outcome of the ladder: what the page just saw without a key, joined with what
 * the engine knows with one. Pure.
 */
import type { ConnectionView } from '../../domain/connection.ts';
import type { Model } from '../../domain/model.ts';
import type { Outcome } from './ladder.ts';

export function doctorOutcome(
  connection: ConnectionView,
  models: readonly Model[],
  seen: Outcome | undefined,
): Outcome {
  if (seen?.state === 'asking') return seen;
  const byEngine = engineOutcome(connection, models, seen?.tookMs ?? 0);
  if (!seen) return byEngine;
  // The page asks without a key, so only the engine can say whether the key is right.
  const wantsKey =
    seen.state === 'failed' ? seen.fault.kind === 'key-wanted' : seen.server.needsKey;
  return wantsKey ? byEngine : seen;
}

function engineOutcome(
  connection: ConnectionView,
  models: readonly Model[],
  tookMs: number,
): Outcome {
  const { health } = connection;
  switch (health.status) {
    case 'up':
      return {
        state: 'found',
        tookMs,
        server: {
          kind: connection.kind,
          baseUrl: connection.baseUrl,
          models,
          needsKey: false,
          ...(health.version === undefined ? {} : { version: health.version }),
        },
      };
    case 'unknown':
    case 'checking':
      return { state: 'asking' };
    case 'loading':
      return { state: 'failed', tookMs, fault: health.fault ?? { kind: 'loading' } };
    case 'key-wanted':
      return {
        state: 'failed',
        tookMs,
        fault: health.fault ?? { kind: 'key-wanted', url: connection.baseUrl },
      };
    case 'down':
      return {
        state: 'failed',
        tookMs,
        fault: health.fault ?? { kind: 'unreachable', url: connection.baseUrl },
      };
    default:
      return health.status satisfies never;
  }
}
