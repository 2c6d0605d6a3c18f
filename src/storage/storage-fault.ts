/** What the database threw, as a fault: a full disk is told apart from everything else that can fail. */
import { FaultError } from '../domain/fault.ts';

export function storageFault(error: unknown): FaultError {
  if (error instanceof FaultError) return error;
  const names = namesOf(error);
  if (names.some((name) => /quota/i.test(name))) {
    return new FaultError({ kind: 'storage-full' }, { cause: error });
  }
  return new FaultError(
    { kind: 'storage-failed', message: (names[0] ?? 'unknown').slice(0, 300) },
    { cause: error },
  );
}

/** Names and messages of an error and of those inside it: Dexie wraps what the browser threw. */
function namesOf(error: unknown): string[] {
  const names: string[] = [];
  let at: unknown = error;
  for (let depth = 0; depth < 5 && typeof at === 'object' && at !== null; depth += 1) {
    const { name, message, inner } = at as { name?: unknown; message?: unknown; inner?: unknown };
    names.push(`${String(name)}: ${String(message)}`);
    at = inner;
  }
  return names.length === 0 ? [String(error)] : names;
}
