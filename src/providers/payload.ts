/** JSON texts of a stream -> checked values. One or two unreadable ones are passed over; the third in a row ends it. */
import type * as z from 'zod/mini';
import { FaultError } from '../domain/fault.ts';

const unreadableLimit = 3;

export async function* readPayload<Value>(
  schema: z.ZodMiniType<Value>,
  payloads: AsyncIterable<string>,
): AsyncGenerator<Value, void> {
  let unreadable = 0;
  for await (const payload of payloads) {
    const value = parse(schema, payload);
    if (value !== undefined) {
      unreadable = 0;
      yield value;
      continue;
    }
    unreadable += 1;
    if (unreadable === unreadableLimit) {
      throw new FaultError({ kind: 'unreadable', line: payload.slice(0, 200) });
    }
  }
}

/** What may befall a stream whose end was already told: then nothing is lost. */
export function isLateBreak(error: unknown): boolean {
  return (
    error instanceof FaultError && (error.fault.kind === 'truncated' || error.fault.kind === 'idle')
  );
}

function parse<Value>(schema: z.ZodMiniType<Value>, payload: string): Value | undefined {
  try {
    const result = schema.safeParse(JSON.parse(payload));
    return result.success ? result.data : undefined;
  } catch {
    return undefined;
  }
}
