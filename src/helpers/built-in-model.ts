/**
 * Chromium's built-in model, answering the engine over a port. Runs in the page, the only place that has it. A fresh
 * session per reply: the history belongs to us and may have been edited.
 */

import { formatAbilities } from '../domain/answer-format-kinds.ts';
import type { RequestMessage } from '../domain/chat-request.ts';
import { type Fault, FaultError } from '../domain/fault.ts';
import type { Model } from '../domain/model.ts';
import type { BuiltInStream, PortAnswer, PortQuestion } from '../domain/provider-port.ts';
import type { StreamEvent } from '../domain/stream-event.ts';

/** What we use of the Prompt API; TypeScript does not name it yet. */
type Availability = 'unavailable' | 'downloadable' | 'downloading' | 'available';
type Content = string | { type: 'text' | 'image'; value: string | Blob }[];
type Prompt = { role: 'system' | 'user' | 'assistant'; content: Content };
type Expected = { expectedInputs: { type: 'text' | 'image' }[] };
type LanguageSession = {
  promptStreaming: (
    input: Prompt[],
    options: { signal: AbortSignal; responseConstraint?: object },
  ) => ReadableStream<string>;
  destroy: () => void;
  contextWindow?: number;
};
export type LanguageModelApi = {
  availability: (options: Expected) => Promise<Availability>;
  create: (
    options: Expected & {
      signal: AbortSignal;
      initialPrompts: Prompt[];
      monitor: (target: EventTarget) => void;
    },
  ) => Promise<LanguageSession>;
};

type Port = Pick<MessagePort, 'postMessage'>;

/** Takes the engine's questions one by one. `api` is the browser's own. */
export function createBuiltInModel(api: LanguageModelApi, port: Port) {
  const aborts = new Map<number, AbortController>();
  const post = (message: PortAnswer) => port.postMessage(message);

  async function answer(question: Exclude<PortQuestion, { type: 'abort' }>): Promise<void> {
    const { id } = question;
    const abort = new AbortController();
    aborts.set(id, abort);
    try {
      if (question.type === 'stream') {
        for await (const event of stream(api, question, abort.signal))
          post({ type: 'event', id, event });
        post({ type: 'end', id });
      } else {
        const value = question.name === 'check' ? await check(api) : await listModels(api);
        post({ type: 'value', id, value });
      }
    } catch (error) {
      post({ type: 'fault', id, fault: faultOf(error) });
    } finally {
      aborts.delete(id);
    }
  }

  return {
    take: (question: PortQuestion) => {
      if (question.type === 'abort') aborts.get(question.id)?.abort();
      else void answer(question);
    },
  };
}

const textOnly: Expected = { expectedInputs: [{ type: 'text' }] };
const withImages: Expected = { expectedInputs: [{ type: 'text' }, { type: 'image' }] };

async function check(api: LanguageModelApi): Promise<{ state: 'up' | 'loading' }> {
  const found = await api.availability(textOnly);
  if (found === 'unavailable') throw new DOMException('no model for this device', 'NotFoundError');
  return { state: found === 'downloading' ? 'loading' : 'up' };
}

async function listModels(api: LanguageModelApi): Promise<Model[]> {
  const [text, images] = await Promise.all([
    api.availability(textOnly),
    api.availability(withImages).catch(() => 'unavailable' as const), // older ones know no images
  ]);
  if (text === 'unavailable') return [];
  return [
    {
      name: 'built-in',
      loaded: text === 'available',
      abilities: images === 'unavailable' ? ['completion'] : ['completion', 'vision'],
    },
  ];
}

async function* stream(
  api: LanguageModelApi,
  { ask, constraint }: BuiltInStream,
  signal: AbortSignal,
): AsyncGenerator<StreamEvent, void> {
  const prompts = ask.messages.map(promptFrom);
  const newest = prompts.pop();
  if (!newest) return;
  const hasImages = [...prompts, newest].some(({ content }) => typeof content !== 'string');
  const progress: StreamEvent[] = [];
  let wake = (): void => undefined;
  const creating = api.create({
    ...(hasImages ? withImages : textOnly),
    signal,
    initialPrompts: prompts,
    monitor: (target) =>
      target.addEventListener('downloadprogress', (event) => {
        const { loaded } = event as ProgressEvent; // 0 to 1 here
        progress.push({ type: 'progress', stage: 'loading', fraction: Math.min(1, loaded) });
        wake();
      }),
  });
  let session: LanguageSession | undefined;
  const created = creating.then((made) => {
    session = made;
    wake();
  });
  created.catch(() => wake()); // thrown below, where it is waited for
  yield { type: 'start' };
  try {
    while (!session) {
      const told = progress.shift();
      if (told) yield told;
      else {
        const called = new Promise<void>((resolve) => {
          wake = resolve;
        });
        await Promise.race([called, created]);
      }
    }
    yield* held(session, newest, { signal, constraint });
    yield { type: 'finish', reason: 'stop' };
  } finally {
    session?.destroy();
  }
}

/** The answer, held to its constraint. A schema that the browser cannot hold it to is refused. */
async function* held(
  session: LanguageSession,
  newest: Prompt,
  { signal, constraint }: { signal: AbortSignal; constraint: object | undefined },
): AsyncGenerator<StreamEvent, void> {
  const options = { signal, ...(constraint ? { responseConstraint: constraint } : {}) };
  try {
    yield* deltas(session.promptStreaming([newest], options));
  } catch (error) {
    if (!constraint || !(error instanceof Error) || error.name !== 'NotSupportedError') throw error;
    const { unusable: ability } = formatAbilities;
    throw new FaultError(
      { kind: 'unsupported', ability, message: error.message },
      { cause: error },
    );
  }
}

/** Early builds gave the whole text with every piece: then only what is new counts. */
async function* deltas(body: ReadableStream<string>): AsyncGenerator<StreamEvent, void> {
  const reader = body.getReader();
  let whole = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const isWhole = whole.length > 8 && value.startsWith(whole);
      const text = isWhole ? value.slice(whole.length) : value;
      whole += text;
      if (text !== '') yield { type: 'text-delta', text };
    }
  } finally {
    reader.cancel().catch(() => undefined); // ended already
  }
}

function promptFrom({ role, parts }: RequestMessage): Prompt {
  if (parts.every((part) => part.type === 'text')) {
    return { role, content: parts.map((part) => (part.type === 'text' ? part.text : '')).join('') };
  }
  const content = parts.map((part) => {
    if (part.type === 'text') return { type: 'text' as const, value: part.text };
    if (part.type === 'file') throw new DOMException('no documents', 'NotSupportedError');
    const bytes = Uint8Array.from(atob(part.base64), (letter) => letter.charCodeAt(0));
    return { type: 'image' as const, value: new Blob([bytes], { type: part.mediaType }) };
  });
  return { role, content };
}

function faultOf(error: unknown): Fault {
  if (error instanceof FaultError) return error.fault;
  const { name, message } =
    error instanceof Error ? error : { name: '', message: 'the browser gave no reason' };
  switch (name) {
    case 'QuotaExceededError':
      return { kind: 'context-exceeded', message };
    case 'NotSupportedError':
      return { kind: 'unsupported', ability: 'completion', message };
    // A download begins only shortly after a click or a key.
    case 'NotAllowedError':
      return { kind: 'browser-lacks', what: 'built-in-model', reason: 'needs-click' };
    case 'NotFoundError':
      return { kind: 'browser-lacks', what: 'built-in-model', reason: 'unavailable' };
    default:
      return { kind: 'stream-error', message: message.slice(0, 300) };
  }
}
