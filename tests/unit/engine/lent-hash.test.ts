import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { HashAnswer, HashQuestion } from '../../../src/domain/file-hash-port.ts';
import { createLentHash } from '../../../src/engine/lent-hash.ts';
import { until } from '../chat/makers.ts';

const never = new AbortController().signal;
const file = new Blob(['a file']);
const digest = createHash('sha256').update('a file').digest('hex');
const opened: MessagePort[] = [];

afterEach(() => {
  for (const port of opened.splice(0)) port.close();
  vi.useRealTimers();
});

/** A page that answers as it is told. */
function aPage(answer: (question: HashQuestion, say: (told: HashAnswer) => void) => void) {
  const { port1, port2 } = new MessageChannel();
  opened.push(port1, port2);
  const heard: HashQuestion[] = [];
  port1.onmessage = ({ data }) => {
    heard.push(data as HashQuestion);
    answer(data as HashQuestion, (told) => port1.postMessage(told));
  };
  return { port: port2, heard };
}

describe('hashing with the help of a page', () => {
  it('gives the file to the newest page and passes on how far it is', async () => {
    const newest = aPage(({ id }, say) => {
      say({ type: 'progress', id, doneBytes: 3 });
      say({ type: 'digest', id, digest });
    });
    const older = aPage(() => undefined);
    const told: number[] = [];
    const hash = createLentHash(() => [newest.port, older.port]);
    expect(await hash(file, (doneBytes) => told.push(doneBytes), never)).toBe(digest);
    expect(told).toEqual([3]);
    expect(older.heard).toEqual([]);
  });

  it('does it itself where no page is there', async () => {
    expect(await createLentHash(() => [])(file, () => undefined, never)).toBe(digest);
  });

  it('goes to the next page where one cannot, and does it itself where none can', async () => {
    const one = aPage(({ id }, say) => say({ type: 'unable', id }));
    const other = aPage(({ id }, say) => say({ type: 'unable', id }));
    const hash = createLentHash(() => [one.port, other.port]);
    expect(await hash(file, () => undefined, never)).toBe(digest);
    expect([one.heard.length, other.heard.length]).toEqual([1, 1]);
  });

  it('looks elsewhere when its page is closed in the middle', async () => {
    const page = aPage(() => undefined);
    let ports = [page.port];
    const hashing = createLentHash(() => ports)(file, () => undefined, never);
    await until(() => expect(page.heard).toHaveLength(1));
    ports = [];
    expect(await hashing).toBe(digest);
  });

  it('takes nothing for a hash that is none', async () => {
    const page = aPage(({ id }, say) => say({ type: 'digest', id, digest: 'abc' }));
    expect(await createLentHash(() => [page.port])(file, () => undefined, never)).toBe(digest);
  });

  it('an abort is passed on', async () => {
    const page = aPage(() => undefined);
    const abort = new AbortController();
    const hashing = createLentHash(() => [page.port])(file, () => undefined, abort.signal);
    await until(() => expect(page.heard).toHaveLength(1));
    abort.abort(new Error('enough'));
    await expect(hashing).rejects.toThrow('enough');
    await until(() => expect(page.heard.map(({ type }) => type)).toEqual(['hash', 'abort']));
  });

  it('a file that cannot be read is told as such', async () => {
    const message = 'NotReadableError';
    const page = aPage(({ id }, say) => say({ type: 'unreadable', id, message }));
    await expect(
      createLentHash(() => [page.port])(file, () => undefined, never),
    ).rejects.toMatchObject({ fault: { kind: 'file-invalid', reason: message } });
  });
});
