/** What breaks in the engine inside a page, as faults: by the names and words of wllama 3.8 and llama.cpp. */
import { type Fault, FaultError } from '../domain/fault.ts';

export function pageFault(error: unknown, isLoading: boolean): Fault {
  if (error instanceof FaultError) return error.fault;
  const text = error instanceof Error ? error.message : String(error);
  const message = text.slice(0, 300);
  const architecture = /unknown model architecture: '([^']*)'/.exec(text)?.[1];
  if (architecture !== undefined) {
    const words = `its architecture “${architecture.slice(0, 60)}” is not known here`;
    return { kind: 'gguf-refused', reason: 'invalid', message: words };
  }
  if (saysMemory.test(text)) return { kind: 'page-model-crashed', reason: 'memory', message };
  if (/type_error\.316|invalid UTF-8/i.test(text))
    return { kind: 'page-model-crashed', reason: 'text', message };
  // Its files were whole, so what it cannot make of them is in them.
  if (isLoading && !isTrap(error)) return { kind: 'gguf-refused', reason: 'invalid', message };
  return { kind: 'page-model-crashed', reason: 'other', message };
}

const saysMemory =
  /out of memory|\bOOM\b|memory access out of bounds|enlarge memory|bad_alloc|failed to (?:re)?allocate|allocat\w+ failed|unable to allocate|device (?:was )?lost/i;

function isTrap(error: unknown): boolean {
  return error instanceof Error && /RuntimeError|RangeError/.test(error.name);
}
