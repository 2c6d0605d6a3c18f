/** Hashes files away from the page, one after the other. Questions and answers as in `domain/file-hash-port.ts`. */
import type { HashAnswer, HashQuestion } from '../domain/file-hash-port.ts';
import { hashBlob } from '../lib/blob-hash.ts';
import { monotonicMs } from '../lib/timing.ts';

const tellEveryMs = 200;
const aborts = new Map<number, AbortController>();

self.addEventListener('message', ({ data }: MessageEvent<HashQuestion>) => {
  if (data.type === 'abort') aborts.get(data.id)?.abort();
  else void hash(data.id, data.blob);
});

async function hash(id: number, blob: Blob): Promise<void> {
  const abort = new AbortController();
  aborts.set(id, abort);
  let toldMs = monotonicMs();
  const onProgress = (doneBytes: number) => {
    if (monotonicMs() - toldMs < tellEveryMs) return;
    toldMs = monotonicMs();
    answer({ type: 'progress', id, doneBytes });
  };
  // An abort is heard between two pieces: reading one gives way by itself.
  try {
    answer({ type: 'digest', id, digest: await hashBlob(blob, { onProgress }, abort.signal) });
  } catch (error) {
    answer({ type: 'unreadable', id, message: String(error).slice(0, 200) });
  } finally {
    aborts.delete(id);
  }
}

function answer(message: HashAnswer): void {
  self.postMessage(message);
}
