/* A scripted server of the Responses dialect, as OpenAI's own: named events, sealed reasoning, nothing stored. */
import { type Dialect, type House, isRecord, openServer } from './base.ts';
import { pause } from './gates.ts';
import { randomName } from './llama-answers.ts';
import { askFrom, numberIn } from './requests.ts';
import { defaultReply, paced, promptTokens, type Speech, speechFor } from './script.ts';
import type { AskMessage, JsonBody, ScriptedServer, ServerOptions } from './types.ts';
import { type Exchange, type StreamEvent, sendBody, sendStream, shaped } from './wire.ts';

const jsonType = 'application/json';

export function startResponses(options: ServerOptions = {}): Promise<ScriptedServer> {
  return openServer({ kind: 'responses', parallel: Number.POSITIVE_INFINITY }, options, (house) =>
    createResponses(house, options),
  );
}

type Turn = { readonly body: JsonBody; readonly speech: Speech; readonly prompt: number };

function createResponses(house: House, options: ServerOptions): Dialect {
  const models = options.models ?? [{ name: 'heron-7b' }];

  async function respond(exchange: Exchange): Promise<void> {
    const { body, faults, signal } = exchange;
    if (!isRecord(body)) return fail(exchange, 400, 'We could not parse the JSON body');
    const name = String(body['model'] ?? '');
    const spec = models.find((model) => model.name === name);
    if (!spec) return fail(exchange, 404, `The model '${name}' does not exist`);
    if (faults.loading) return fail(exchange, 503, 'Loading model');
    if (!(await house.places.take(signal))) return;
    try {
      const messages = messagesIn(body);
      const reasoning = isRecord(body['reasoning']) ? body['reasoning'] : {};
      const ask = askFrom(body, messages, {
        model: name,
        thinking: reasoning['effort'] !== 'none',
        prefills: false,
      });
      const thinks = spec.capabilities?.includes('thinking') ?? false;
      const limit = numberIn(body, 'max_output_tokens');
      const speech = speechFor(house.reply ?? defaultReply(thinks), ask, limit);
      const turn = { body, speech, prompt: promptTokens(messages) };
      await pause(speech.script.pauseBeforeMs ?? 0, signal);
      if (body['stream'] !== true || faults.oneBody) {
        return await sendJson(exchange, responseOf(turn));
      }
      const headers = { 'Content-Type': 'text/event-stream; charset=utf-8' };
      const frames = shaped(eventsOf(exchange, turn), 'named-sse', faults, errorText);
      await sendStream(exchange, { headers, early: true }, frames);
    } finally {
      house.places.leave();
    }
  }

  async function* eventsOf(
    { gates, signal }: Exchange,
    turn: Turn,
  ): AsyncGenerator<readonly StreamEvent[], void> {
    const { speech } = turn;
    const final = responseOf(turn);
    let sequence = 0;
    const say = (type: string, part: StreamEvent['part'], more: JsonBody): StreamEvent => ({
      part,
      data: JSON.stringify({ type, sequence_number: sequence++, ...more }),
    });
    yield [say('response.created', 'head', { response: { id: final.id, status: 'in_progress' } })];
    const rate = speech.script.tokensPerSecond ?? options.tokensPerSecond ?? 0;
    let open = '';
    for await (const batch of paced(speech, rate, gates, signal)) {
      const events: StreamEvent[] = [];
      for (const { channel, text } of batch) {
        const item = final.output.find(
          ({ type }) => (type === 'reasoning') === (channel === 'reasoning'),
        );
        if (item && open !== item.id) {
          open = item.id;
          events.push(
            say('response.output_item.added', 'head', { item: { ...item, content: [] } }),
          );
        }
        const type =
          channel === 'reasoning'
            ? 'response.reasoning_summary_text.delta'
            : 'response.output_text.delta';
        events.push(say(type, 'token', { item_id: open, output_index: 0, delta: text }));
      }
      yield events;
    }
    if (signal.aborted) return;
    const done = final.output.map((item) => say('response.output_item.done', 'tail', { item }));
    const type = speech.finish === 'length' ? 'response.incomplete' : 'response.completed';
    yield [...done, say(type, 'tail', { response: final })];
  }

  return {
    jsonType,
    headers: {},
    errorText,
    classOf: (_method, path) => {
      if (path.endsWith('/responses')) return 'chat';
      return path.endsWith('/models') ? 'list' : 'other';
    },
    cors: ({ response, headers, method, record, faults }) => {
      if (!faults.noCors) {
        response.setHeader('Access-Control-Allow-Origin', '*');
        const asked = headers['access-control-request-headers'] ?? '*';
        response.setHeader('Access-Control-Allow-Headers', asked);
      }
      if (method !== 'OPTIONS') return false;
      record.status = 204;
      response.writeHead(204).end();
      return true;
    },
    route: (exchange) => {
      const { method, url, headers } = exchange;
      if (options.key && headers['authorization'] !== `Bearer ${options.key}`) {
        return fail(exchange, 401, 'Incorrect API key provided.');
      }
      if (method === 'GET' && url.pathname === '/v1/models') {
        const data = models.map(({ name }) => ({ id: name, object: 'model', owned_by: 'system' }));
        return sendJson(exchange, { object: 'list', data });
      }
      if (method === 'POST' && url.pathname === '/v1/responses') return respond(exchange);
      return fail(exchange, 404, `Invalid URL (${method} ${url.pathname})`);
    },
  };
}

/** The whole response, as the last event carries it. */
function responseOf({ speech, prompt, body }: Turn) {
  const said = (channel: string) =>
    speech.pieces
      .filter((piece) => piece.channel === channel)
      .map(({ text }) => text)
      .join('');
  const thought = said('reasoning');
  const isCut = speech.finish === 'length';
  const message = {
    type: 'message',
    id: `msg_${randomName()}`,
    role: 'assistant',
    status: 'completed',
    content: [{ type: 'output_text', text: said('text'), annotations: [] }],
  };
  const reasoning = {
    type: 'reasoning',
    id: `rs_${randomName()}`,
    summary: [{ type: 'summary_text', text: thought }],
    encrypted_content: `sealed:${thought.length}`,
  };
  return {
    id: `resp_${randomName()}`,
    object: 'response',
    status: isCut ? 'incomplete' : 'completed',
    incomplete_details: isCut ? { reason: 'max_output_tokens' } : null,
    error: null,
    model: body['model'],
    output: thought === '' ? [message] : [reasoning, message],
    usage: {
      input_tokens: prompt,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: speech.pieces.length,
      output_tokens_details: { reasoning_tokens: speech.pieces.length },
      total_tokens: prompt + speech.pieces.length,
    },
  };
}

function messagesIn(body: JsonBody): AskMessage[] {
  const input = Array.isArray(body['input']) ? body['input'].filter(isRecord) : [];
  return input.flatMap((item) => {
    const parts = Array.isArray(item['content']) ? item['content'].filter(isRecord) : [];
    if (item['role'] === undefined) return [];
    const texts = parts.filter(({ text }) => typeof text === 'string').map(({ text }) => text);
    const images = parts.filter(({ type }) => type === 'input_image').length;
    return [{ role: String(item['role']), text: texts.join('\n'), images }];
  });
}

/** In the middle of a stream (500 without a status) it is an event of its own. */
function errorText(code: number, message: string): string {
  const type = code === 429 ? 'rate_limit_error' : 'invalid_request_error';
  const error = { message, type, param: null, code: code === 401 ? 'invalid_api_key' : null };
  return JSON.stringify({ error });
}

function fail(exchange: Exchange, code: number, message: string): Promise<void> {
  return sendBody(exchange, code, { 'Content-Type': jsonType }, errorText(code, message));
}

function sendJson(exchange: Exchange, value: unknown): Promise<void> {
  return sendBody(exchange, 200, { 'Content-Type': jsonType }, JSON.stringify(value));
}
