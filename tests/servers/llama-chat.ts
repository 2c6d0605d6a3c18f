/* One chat turn of llama-server: what it refuses, and the events or the body of its answer. */
import { type House, isRecord } from './base.ts';
import { pause } from './gates.ts';
import {
  build,
  type Count,
  chunksFor,
  errorText,
  randomName,
  type Told,
  timingsOf,
  usageOf,
} from './llama-answers.ts';
import type { Slots } from './llama-slots.ts';
import { askFrom, openAiMessages, tokenLimit } from './requests.ts';
import { defaultReply, type Piece, paced, promptTokens, speechFor } from './script.ts';
import type { JsonBody, ServerOptions } from './types.ts';
import type { StreamEvent } from './wire.ts';

export type Turn = {
  events(): AsyncGenerator<readonly StreamEvent[], void>;
  /** The answer to a request without `stream`. */
  whole(): Promise<JsonBody>;
  /** Frees the slot. */
  end(): void;
};

export type Talk = {
  begin(body: JsonBody, signal: AbortSignal): Turn;
};

export function createTalk(house: House, options: ServerOptions, told: Told, slots: Slots): Talk {
  function begin(body: JsonBody, signal: AbortSignal): Turn {
    const messages = openAiMessages(body);
    const prompt = promptTokens(messages);
    const ask = askFrom(body, messages, {
      model: told.spec.name,
      thinking: mayThink(body),
      prefills: options.prefill !== 'ignore',
    });
    const room = Math.max(1, told.nCtx - prompt);
    // Asked for none it still speaks one token.
    const limit = Math.min(Math.max(1, tokenLimit(body) ?? room), room);
    const speech = speechFor(house.reply ?? defaultReply(told.thinks), ask, limit);
    const again = (options.prefill ?? 'repeat') === 'repeat' ? ask.prefill : '';
    const rate = speech.script.tokensPerSecond ?? options.tokensPerSecond ?? 0;
    const work = slots.begin(body['id_slot'], messages);
    const { cached } = work;
    const count: Count & { promptMs: number; predicted: number; predictedMs: number } = {
      prompt,
      cached,
      promptMs: 0,
      predicted: 0,
      predictedMs: 0,
    };
    const chunks = chunksFor(`chatcmpl-${randomName()}`, told.spec.name);
    const role = { role: 'assistant', content: null };
    const perToken = body['timings_per_token'] === true;
    const options_ = isRecord(body['stream_options']) ? body['stream_options'] : {};
    const wantsUsage = options_['include_usage'] === true;
    const rawThoughts = body['reasoning_format'] === 'none';

    async function* readPrompt(): AsyncGenerator<readonly StreamEvent[], void> {
      const startedAt = performance.now();
      const totalMs = speech.script.pauseBeforeMs ?? 0;
      const progress = (processed: number): StreamEvent[] => {
        count.promptMs = performance.now() - startedAt;
        const time_ms = Math.floor(count.promptMs);
        const prompt_progress = { total: prompt, cache: cached, processed, time_ms };
        const timings = timingsOf({ ...count, prompt: processed });
        const extra = perToken ? { timings, prompt_progress } : { prompt_progress };
        return [{ part: 'head', data: chunks.chunk(role, null, extra) }];
      };
      const wanted = body['return_progress'] === true;
      const steps = wanted ? Math.max(1, Math.min(8, Math.ceil((prompt - cached) / 64))) : 1;
      if (wanted) yield progress(cached);
      for (let step = 1; step <= steps && !signal.aborted; step++) {
        if (totalMs > 0) await pause(totalMs / steps, signal);
        if (wanted) yield progress(cached + Math.ceil(((prompt - cached) * step) / steps));
      }
      count.promptMs = performance.now() - startedAt;
    }

    async function* events(): AsyncGenerator<readonly StreamEvent[], void> {
      yield* readPrompt();
      if (signal.aborted) return;
      let startedAt = 0;
      let opening: StreamEvent[] = [{ part: 'head', data: chunks.chunk(role, null, {}) }];
      const voice = createVoice(rawThoughts, again);
      for await (const pieces of paced(speech, rate, house.gates, signal)) {
        if (startedAt === 0) startedAt = performance.now();
        const batch = opening;
        opening = [];
        for (const piece of pieces) {
          count.predicted += 1;
          count.predictedMs = count.predicted > 1 ? performance.now() - startedAt : 0;
          const extra = perToken ? { timings: timingsOf(count) } : {};
          for (const delta of voice.say(piece)) {
            batch.push({ part: 'token', data: chunks.chunk(delta, null, extra) });
          }
        }
        work.decoded(count.predicted);
        yield batch;
      }
      if (signal.aborted) return;
      remember();
      const rest = voice.rest().map((delta) => chunks.chunk(delta, null, {}));
      const last = { timings: timingsOf(count) };
      yield [
        ...opening,
        ...rest.map((data) => ({ part: 'token' as const, data })),
        { part: 'tail', data: chunks.chunk({}, speech.finish, wantsUsage ? {} : last) },
        ...(wantsUsage
          ? [{ part: 'tail' as const, data: chunks.usage({ usage: usageOf(count), ...last }) }]
          : []),
        { part: 'done', data: '[DONE]' },
      ];
    }

    function remember(): void {
      const text = again + speech.pieces.map((piece) => piece.text).join('');
      work.remember([...messages, { role: 'assistant', text, images: 0 }]);
    }

    async function whole(): Promise<JsonBody> {
      const startedAt = performance.now();
      if (speech.script.pauseBeforeMs) await pause(speech.script.pauseBeforeMs, signal);
      count.promptMs = performance.now() - startedAt;
      const voice = createVoice(rawThoughts, again);
      const deltas: Delta[] = [];
      for await (const pieces of paced(speech, rate, house.gates, signal)) {
        for (const piece of pieces) deltas.push(...voice.say(piece));
        count.predicted += pieces.length;
        count.predictedMs = performance.now() - startedAt - count.promptMs;
        work.decoded(count.predicted);
      }
      deltas.push(...voice.rest());
      remember();
      const content = deltas.map((delta) => delta.content ?? '').join('');
      const thoughts = deltas.map((delta) => delta.reasoning_content ?? '').join('');
      const reasoning = thoughts ? { reasoning_content: thoughts } : {};
      const message = { role: 'assistant', content, ...reasoning };
      return {
        choices: [{ finish_reason: speech.finish, index: 0, message }],
        created: Math.floor(Date.now() / 1000),
        model: told.spec.name,
        system_fingerprint: build,
        object: 'chat.completion',
        usage: usageOf(count),
        id: `chatcmpl-${randomName()}`,
        timings: timingsOf(count),
      };
    }

    return {
      events,
      whole,
      end: () => {
        work.end(count);
        house.places.leave();
      },
    };
  }

  return { begin };
}

type Delta = { readonly content?: string; readonly reasoning_content?: string };

/** Pieces to deltas: a prefill comes with the first text, raw thoughts keep their tags. */
function createVoice(rawThoughts: boolean, again: string) {
  let unsaid = again;
  let thinking = false;
  return {
    say({ channel, text }: Piece): Delta[] {
      if (channel === 'reasoning' && !rawThoughts) return [{ reasoning_content: text }];
      const deltas: Delta[] = [];
      if (rawThoughts && thinking !== (channel === 'reasoning')) {
        thinking = !thinking;
        deltas.push({ content: thinking ? '<think>' : '</think>' });
      }
      deltas.push({ content: unsaid + text });
      unsaid = '';
      return deltas;
    },
    /** What is left where no text came at all. */
    rest: (): Delta[] => (unsaid ? [{ content: unsaid }] : []),
  };
}

export type Trouble = { readonly code: number; readonly text: string };

/** Why a request gets no turn; undefined where it gets one. */
export function troubleWith(body: JsonBody, told: Told): Trouble | undefined {
  const refuse = (code: number, message: string) => ({ code, text: errorText(code, message) });
  const { messages, temperature } = body as { messages?: unknown; temperature?: unknown };
  if (!Array.isArray(messages)) return refuse(400, "'messages' is required");
  for (const message of messages.filter(isRecord)) {
    if (message['role'] !== 'assistant' && !('content' in message)) {
      return refuse(400, "All non-assistant messages must contain 'content'");
    }
  }
  if (messages.slice(-2).filter((m) => isRecord(m) && m['role'] === 'assistant').length === 2) {
    return refuse(400, 'Cannot have 2 or more assistant messages at the end of the list.');
  }
  if (temperature !== undefined && temperature !== null && typeof temperature !== 'number') {
    const problem = `[json.exception.type_error.302] type must be number, but is ${typeof temperature}`;
    return refuse(400, `Field 'temperature': ${problem}`);
  }
  const kwargs = body['chat_template_kwargs'];
  if (isRecord(kwargs) && typeof kwargs['enable_thinking'] === 'string') {
    return refuse(400, 'invalid type for "enable_thinking" (expected boolean, got string)');
  }
  const read = openAiMessages(body);
  if (!told.vision && read.some((message) => message.images > 0)) {
    return refuse(
      500,
      'image input is not supported - hint: if this is unexpected, you may need to provide the mmproj',
    );
  }
  const prompt = promptTokens(read);
  if (prompt < told.nCtx) return undefined;
  const error = {
    code: 400,
    message: `request (${prompt} tokens) exceeds the available context size (${told.nCtx} tokens), try increasing it`,
    type: 'exceed_context_size_error',
    n_prompt_tokens: prompt,
    n_ctx: told.nCtx,
  };
  return { code: 400, text: JSON.stringify({ error }) };
}

function mayThink(body: JsonBody): boolean {
  const kwargs = body['chat_template_kwargs'];
  const off = isRecord(kwargs) && kwargs['enable_thinking'] === false;
  return !off && body['reasoning_effort'] !== 'none' && body['reasoning_budget_tokens'] !== 0;
}
