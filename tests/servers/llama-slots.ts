/*
 * The slots of a scripted llama-server: which of them a request gets, what each has worked on and still holds, files it
 * was saved to, and the counters that all of it adds up to.
 */
import { promptTokens, tokensOf } from './script.ts';
import type { AskMessage } from './types.ts';

/** What a slot is at, or was at last. */
export type Task = {
  readonly id: number;
  readonly prompt: number;
  readonly cached: number;
  readonly decoded: number;
};

export type Work = {
  readonly slot: number;
  readonly id: number;
  /** Tokens of the prompt that the slot still held. */
  readonly cached: number;
  decoded(count: number): void;
  /** The reply is whole: the next message of the conversation finds it. */
  remember(said: readonly AskMessage[]): void;
  end(spent: { readonly promptMs: number; readonly predictedMs: number }): void;
};

export type SlotView = { readonly isBusy: boolean; readonly task?: Task; readonly held: number };

export type Slots = {
  readonly count: number;
  view(id: number): SlotView;
  /** Resolves when the slot that was asked for is free; others do not matter. */
  whenFree(wanted: unknown, signal: AbortSignal): Promise<void>;
  begin(wanted: unknown, messages: readonly AskMessage[]): Work;
  erase(id: number): number;
  save(id: number, fileName: string): number;
  /** Undefined where there is no such file. */
  restore(id: number, fileName: string): number | undefined;
  readonly totals: {
    prompt: number;
    cached: number;
    promptSeconds: number;
    predicted: number;
    predictedSeconds: number;
    longest: number;
  };
};

type Memory = { messages: readonly AskMessage[]; tokens: number; task: Task | undefined };

/** `--slot-prompt-similarity`: so much of a prompt must be there already. */
const similarity = 0.1;

export function createSlots(count: number): Slots {
  const memories = new Map<number, Memory>();
  const busy = new Map<number, Task>();
  const files = new Map<string, Memory>();
  const waiting = new Set<() => void>();
  const totals = {
    prompt: 0,
    cached: 0,
    promptSeconds: 0,
    predicted: 0,
    predictedSeconds: 0,
    longest: 0,
  };
  let taskCount = 0;

  function choose(wanted: unknown, messages: readonly AskMessage[], prompt: number): number {
    if (isSlot(wanted) && !busy.has(wanted)) return wanted;
    const free = Array.from({ length: count }, (_, id) => id).filter((id) => !busy.has(id));
    const shared = (id: number) => sharedTokens(memories.get(id)?.messages ?? [], messages);
    const best = free.toSorted((a, b) => shared(b) - shared(a))[0];
    if (best !== undefined && shared(best) > similarity * prompt) return best;
    const age = (id: number) => memories.get(id)?.task?.id ?? -1;
    // Of several that were never used it takes the last. More requests than slots: the house lets in as many as it
    // was told to.
    return free.toSorted((a, b) => age(a) - age(b) || b - a)[0] ?? count + busy.size;
  }

  function isSlot(wanted: unknown): wanted is number {
    return typeof wanted === 'number' && wanted >= 0 && wanted < count;
  }

  return {
    count,
    totals,
    view: (id) => {
      const task = busy.get(id);
      const memory = memories.get(id);
      if (task) return { isBusy: true, task, held: task.prompt + task.decoded };
      return {
        isBusy: false,
        held: memory?.tokens ?? 0,
        ...(memory?.task ? { task: memory.task } : {}),
      };
    },
    async whenFree(wanted, signal) {
      while (isSlot(wanted) && busy.has(wanted) && !signal.aborted) {
        await new Promise<void>((resolve) => {
          waiting.add(resolve);
          signal.addEventListener('abort', () => resolve(), { once: true });
        });
      }
    },
    begin(wanted, messages) {
      const prompt = promptTokens(messages);
      const slot = choose(wanted, messages, prompt);
      const before = memories.get(slot)?.messages ?? [];
      const cached = Math.min(sharedTokens(before, messages), prompt - 1);
      const id = taskCount++;
      let task: Task = { id, prompt, cached, decoded: 0 };
      let held = messages;
      busy.set(slot, task);
      return {
        slot,
        id,
        cached,
        decoded: (decoded) => {
          task = { ...task, decoded };
          busy.set(slot, task);
        },
        remember: (said) => {
          held = said;
        },
        end: ({ promptMs, predictedMs }) => {
          const { decoded } = task;
          // The last token was said and not read again.
          const tokens = prompt + Math.max(0, decoded - 1);
          busy.delete(slot);
          memories.set(slot, { messages: held, tokens, task });
          totals.prompt += prompt - cached;
          totals.cached += cached;
          totals.promptSeconds += promptMs / 1000;
          totals.predicted += decoded;
          totals.predictedSeconds += predictedMs / 1000;
          totals.longest = Math.max(totals.longest, tokens);
          for (const go of waiting) go();
          waiting.clear();
        },
      };
    },
    erase: (id) => {
      const memory = memories.get(id);
      if (!memory) return 0;
      memories.set(id, { ...memory, messages: [], tokens: 0 });
      return memory.tokens;
    },
    save: (id, fileName) => {
      const memory = memories.get(id) ?? { messages: [], tokens: 0, task: undefined };
      files.set(fileName, memory);
      return memory.tokens;
    },
    restore: (id, fileName) => {
      const file = files.get(fileName);
      if (!file) return undefined;
      memories.set(id, { ...file, task: memories.get(id)?.task });
      return file.tokens;
    },
  };
}

/** Tokens of the common beginning of two conversations. */
function sharedTokens(cache: readonly AskMessage[], messages: readonly AskMessage[]): number {
  let count = 0;
  for (const [index, message] of messages.entries()) {
    const old = cache[index];
    if (old?.role !== message.role || old.images !== message.images) return count;
    if (old.text === message.text) {
      count += promptTokens([message]);
      continue;
    }
    const [before, now] = [tokensOf(old.text), tokensOf(message.text)];
    const differs = now.findIndex((token, at) => token !== before[at]);
    return count + (differs < 0 ? now.length : differs);
  }
  return count;
}
