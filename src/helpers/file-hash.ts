/**
 * The page's side of hashing: passes the engine's questions on to a worker, which lives as long as one is open. Loaded
 * with the first question.
 */
import type { HashAnswer, HashQuestion } from '../domain/file-hash-port.ts';

type Port = Pick<MessagePort, 'postMessage'>;

export function createFileHash(port: Port) {
  const open = new Set<number>();
  let worker: Worker | undefined;

  function start(): Worker {
    const started = new Worker(new URL('./file-hash-worker.ts', import.meta.url), {
      type: 'module',
      name: 'llantern-file-hash',
    });
    started.addEventListener('message', ({ data }: MessageEvent<HashAnswer>) => {
      port.postMessage(data);
      if (data.type !== 'progress') close(data.id);
    });
    // Its script could not be had, or it ran out of memory: the engine looks for another way.
    started.addEventListener('error', () => {
      for (const id of [...open]) {
        port.postMessage({ type: 'unable', id } satisfies HashAnswer);
        close(id);
      }
    });
    return started;
  }
  function close(id: number): void {
    open.delete(id);
    if (open.size > 0) return;
    worker?.terminate();
    worker = undefined;
  }

  return {
    take: (question: HashQuestion) => {
      if (question.type === 'hash') {
        open.add(question.id);
        worker ??= start();
        worker.postMessage(question);
      } else if (open.has(question.id)) {
        worker?.postMessage(question);
        close(question.id);
      }
    },
  };
}
