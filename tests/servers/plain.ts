/* A scripted server of no known dialect: one path, words in lines of JSON, a mark at the end. */
import { type Dialect, type House, isRecord, openServer } from './base.ts';
import { pause } from './gates.ts';
import { numberIn } from './requests.ts';
import { defaultReply, paced, promptTokens, speechFor } from './script.ts';
import type { ScriptedServer, ServerOptions } from './types.ts';
import { type Exchange, type StreamEvent, sendBody, sendStream, shaped } from './wire.ts';

/** How it is described to the provider. */
export const plainServer = {
  path: '/say',
  body: '{"name":"{{model}}","words":"{{prompt}}","most":"{{maxTokens}}","quiet":false}',
  text: '/word',
  reasoning: '/thought',
  isCumulative: false,
  end: { at: '/over' },
  error: '/error',
  models: { path: '/names', at: '' },
};

const jsonType = 'application/json';

export function startPlain(options: ServerOptions = {}): Promise<ScriptedServer> {
  return openServer({ kind: 'plain', parallel: Number.POSITIVE_INFINITY }, options, (house) =>
    createPlain(house, options),
  );
}

function createPlain(house: House, options: ServerOptions): Dialect {
  const names = (options.models ?? [{ name: 'heron' }]).map(({ name }) => name);

  async function say(exchange: Exchange): Promise<void> {
    const { body, faults, signal } = exchange;
    if (!isRecord(body)) return fail(exchange, 400, 'no words');
    if (faults.loading) return fail(exchange, 503, 'loading');
    const model = String(body['name']);
    if (!names.includes(model)) return fail(exchange, 404, `model ${model} not found`);
    if (!(await house.places.take(signal))) return;
    try {
      const words = String(body['words']);
      const messages = [{ role: 'user', text: words, images: 0 }];
      const ask = { model, messages, lastUser: words, prefill: '', thinking: true, body };
      const speech = speechFor(house.reply ?? defaultReply(false), ask, numberIn(body, 'most'));
      const { script } = speech;
      await pause(script.pauseBeforeMs ?? 0, signal);
      if (faults.oneBody) {
        const said = (channel: string) =>
          speech.pieces.filter((piece) => piece.channel === channel).map(({ text }) => text);
        const [word, thought] = [said('text').join(''), said('reasoning').join('')];
        return await sendJson(exchange, {
          word,
          thought,
          over: true,
          cost: promptTokens(messages),
        });
      }
      async function* eventsOf(): AsyncGenerator<readonly StreamEvent[], void> {
        const rate = script.tokensPerSecond ?? options.tokensPerSecond ?? 0;
        for await (const batch of paced(speech, rate, exchange.gates, signal)) {
          yield batch.map(({ channel, text }) => ({
            part: 'token' as const,
            data: JSON.stringify(channel === 'reasoning' ? { thought: text } : { word: text }),
          }));
        }
        if (!signal.aborted) yield [{ part: 'tail', data: '{"word":"","over":true}' }];
      }
      const head = { headers: { 'Content-Type': 'application/x-ndjson' }, early: true };
      await sendStream(exchange, head, shaped(eventsOf(), 'ndjson', faults, errorText));
    } finally {
      house.places.leave();
    }
  }

  return {
    jsonType,
    headers: {},
    errorText,
    classOf: (_method, path) => (path === '/say' ? 'chat' : path === '/names' ? 'list' : 'other'),
    cors: ({ response, headers, method, record }) => {
      response.setHeader('Access-Control-Allow-Origin', '*');
      const asked = headers['access-control-request-headers'] ?? '*';
      response.setHeader('Access-Control-Allow-Headers', asked);
      if (method !== 'OPTIONS') return false;
      record.status = 204;
      response.writeHead(204).end();
      return true;
    },
    route: (exchange) => {
      const { method, url, headers } = exchange;
      if (options.key && headers['authorization'] !== `Bearer ${options.key}`) {
        return fail(exchange, 401, 'who are you');
      }
      if (method === 'GET' && url.pathname === '/names') return sendJson(exchange, names);
      if (method === 'POST' && url.pathname === '/say') return say(exchange);
      return fail(exchange, 404, 'nothing here');
    },
  };
}

function errorText(_code: number, message: string): string {
  return JSON.stringify({ error: message });
}

function fail(exchange: Exchange, code: number, message: string): Promise<void> {
  return sendBody(exchange, code, { 'Content-Type': jsonType }, errorText(code, message));
}

function sendJson(exchange: Exchange, value: unknown): Promise<void> {
  return sendBody(exchange, 200, { 'Content-Type': jsonType }, JSON.stringify(value));
}
