import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { HashAnswer, HashQuestion } from '../../../src/domain/file-hash-port.ts';
import { createFileHash } from '../../../src/helpers/file-hash.ts';

type Listener = (event: { data: HashAnswer }) => void;

/** A worker that answers as it is told. */
class FakeWorker {
  static readonly all: FakeWorker[] = [];
  readonly heard: HashQuestion[] = [];
  readonly listeners = new Map<string, Listener>();
  isTerminated = false;
  constructor() {
    FakeWorker.all.push(this);
  }
  addEventListener(type: string, listener: Listener) {
    this.listeners.set(type, listener);
  }
  postMessage(question: HashQuestion) {
    this.heard.push(question);
  }
  terminate() {
    this.isTerminated = true;
  }
  say(data: HashAnswer) {
    this.listeners.get('message')?.({ data });
  }
  fail() {
    this.listeners.get('error')?.({ data: { type: 'unable', id: 0 } });
  }
}

beforeEach(() => {
  FakeWorker.all.length = 0;
  vi.stubGlobal('Worker', FakeWorker);
});
afterEach(() => {
  vi.unstubAllGlobals();
});

const blob = new Blob(['x']);

function aPage() {
  const told: HashAnswer[] = [];
  const page = createFileHash({ postMessage: (message: HashAnswer) => told.push(message) });
  return { ...page, told, worker: () => FakeWorker.all.at(-1) };
}

describe('a page that hashes', () => {
  it('starts its worker with the first question, passes all on, and ends it with the last answer', () => {
    const { take, told, worker } = aPage();
    expect(FakeWorker.all).toHaveLength(0);
    take({ type: 'hash', id: 1, blob });
    take({ type: 'hash', id: 2, blob });
    expect(FakeWorker.all).toHaveLength(1);
    worker()?.say({ type: 'progress', id: 1, doneBytes: 1 });
    worker()?.say({ type: 'digest', id: 1, digest: 'a' });
    expect(worker()?.isTerminated).toBe(false);
    worker()?.say({ type: 'unreadable', id: 2, message: 'gone' });
    expect(worker()?.isTerminated).toBe(true);
    expect(told.map(({ type }) => type)).toEqual(['progress', 'digest', 'unreadable']);
  });

  it('ends the work that nobody waits for any more', () => {
    const { take, worker } = aPage();
    take({ type: 'hash', id: 1, blob });
    take({ type: 'abort', id: 1 });
    expect(worker()?.heard.map(({ type }) => type)).toEqual(['hash', 'abort']);
    expect(worker()?.isTerminated).toBe(true);
    take({ type: 'hash', id: 2, blob });
    expect(FakeWorker.all).toHaveLength(2);
  });

  it('says so where its worker cannot be started', () => {
    const { take, told, worker } = aPage();
    take({ type: 'hash', id: 1, blob });
    take({ type: 'hash', id: 2, blob });
    worker()?.fail();
    expect(told).toEqual([
      { type: 'unable', id: 1 },
      { type: 'unable', id: 2 },
    ]);
    expect(worker()?.isTerminated).toBe(true);
  });
});
