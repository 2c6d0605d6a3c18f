/**
 * Hashes a file with the help of an open page, whose worker does it beside everything else. Where no page helps, or the
 * one that did is gone, the engine does it itself in small pieces, with pauses for its other work.
 */
import { FaultError } from '../domain/fault.ts';
import type { HashAnswer, HashQuestion } from '../domain/file-hash-port.ts';
import type { HashFile } from '../jobs/contract.ts';
import { createBreather } from '../lib/breather.ts';
import { monotonicMs } from '../lib/timing.ts';

/** What page and engine may stay silent for: a frozen page answers nothing, and a page that left says nothing. */
const silenceMs = 10_000;
const lookEveryMs = 1000;
const ownPieceBytes = 1_048_576;

let lastId = 0;

/** `ports`: those that living pages lend, the newest first. */
export function createLentHash(ports: () => readonly MessagePort[]): HashFile {
  const unable = new WeakSet<MessagePort>();
  return async (file, onProgress, signal) => {
    for (;;) {
      signal.throwIfAborted();
      const port = ports().find((each) => !unable.has(each));
      if (!port) return await hashHere(file, onProgress, signal);
      const digest = await hashThere(port, () => ports().includes(port), file, onProgress, signal);
      if (digest !== undefined) return digest;
      unable.add(port);
      onProgress(0);
    }
  };
}

async function hashHere(...[file, onProgress, signal]: Parameters<HashFile>): Promise<string> {
  const { hashBlob } = await import('../lib/blob-hash.ts');
  const rest = createBreather();
  try {
    return await hashBlob(file, { pieceBytes: ownPieceBytes, onProgress, rest }, signal);
  } catch (error) {
    signal.throwIfAborted();
    throw unreadable(String(error));
  }
}

/** `undefined`: this page cannot, or is gone. */
function hashThere(
  port: MessagePort,
  isLent: () => boolean,
  file: Blob,
  onProgress: (doneBytes: number) => void,
  signal: AbortSignal,
): Promise<string | undefined> {
  lastId += 1;
  const id = lastId;
  const say = (question: HashQuestion) => port.postMessage(question);
  return new Promise((resolve, reject) => {
    let heardMs = monotonicMs();
    const looking = setInterval(() => {
      if (isLent() && monotonicMs() - heardMs < silenceMs) return;
      say({ type: 'abort', id });
      settle(() => resolve(undefined));
    }, lookEveryMs);
    const onAbort = () => {
      say({ type: 'abort', id });
      settle(() => reject(signal.reason));
    };
    const onMessage = ({ data }: MessageEvent<HashAnswer>) => {
      if (data.id !== id) return;
      heardMs = monotonicMs();
      if (data.type === 'progress') onProgress(data.doneBytes);
      else if (data.type === 'digest') settle(() => resolve(checked(data.digest)));
      else if (data.type === 'unreadable') settle(() => reject(unreadable(data.message)));
      else settle(() => resolve(undefined));
    };
    const settle = (end: () => void) => {
      clearInterval(looking);
      signal.removeEventListener('abort', onAbort);
      port.removeEventListener('message', onMessage as EventListener);
      end();
    };
    signal.addEventListener('abort', onAbort, { once: true });
    port.addEventListener('message', onMessage as EventListener); // only our own page speaks here
    port.start();
    say({ type: 'hash', id, blob: file });
  });
}

function checked(digest: unknown): string | undefined {
  return typeof digest === 'string' && /^[0-9a-f]{64}$/.test(digest) ? digest : undefined;
}

function unreadable(message: string): FaultError {
  return new FaultError({ kind: 'file-invalid', reason: message.slice(0, 200) });
}
