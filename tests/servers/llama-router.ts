/*
 * llama-server as a router over several models (`--models-dir`, after the records): each model is a server of its own
 * behind it, loaded by the first request that names it.
 */
import { type Dialect, type House, isRecord } from './base.ts';
import { pause } from './gates.ts';
import { build, errorText, httpErrorText } from './llama-answers.ts';
import type { ModelSpec } from './types.ts';
import { type Exchange, sendBody } from './wire.ts';

type Value = 'unloaded' | 'loading' | 'loaded' | 'sleeping';

export type RouterOptions = {
  /** By model name; a model that is not named here is `unloaded`. `broken` fails to load. */
  readonly states?: Readonly<Record<string, Value | 'broken'>>;
  /** `--no-models-autoload`: a request does not load its model. */
  readonly autoload?: boolean;
  /** How long an order to load takes; `hold`: until `release('loading')`. */
  readonly loadMs?: number | 'hold';
  /** `--models-max`: the one unused for longest makes room. */
  readonly max?: number;
};

type Child = {
  readonly spec: ModelSpec;
  readonly inner: Dialect;
  readonly isBroken: boolean;
  value: Value;
  failed: boolean;
  usedAt: number;
};

const jsonType = 'application/json; charset=utf-8';
const routed =
  /^(\/v1\/chat\/completions|\/v1\/embeddings|\/chat\/completions|\/tokenize|\/apply-template|\/lora-adapters|\/slots\/\d+)$/;
const asked = ['/slots', '/metrics', '/lora-adapters'];

export function createRouter(
  house: House,
  { states = {}, autoload = true, loadMs = 0, max = 4 }: RouterOptions,
  specs: readonly ModelSpec[],
  createChild: (spec: ModelSpec) => Dialect,
): Dialect {
  const children = specs.map((spec): Child => {
    const state = states[spec.name] ?? 'unloaded';
    const isBroken = state === 'broken';
    const value = isBroken ? 'unloaded' : state;
    return { spec, inner: createChild(spec), isBroken, value, failed: false, usedAt: 0 };
  });
  const [first] = children;
  if (!first) throw new Error('a router needs a model');
  /** Which child keeps a stream. */
  const owners = new Map<string, Child>();
  const listeners = new Set<(event: string) => void>();

  function say(model: string, event: string, data?: unknown): void {
    const text = JSON.stringify({ model, event, ...(data === undefined ? {} : { data }) });
    for (const listener of listeners) listener(`data: ${text}\n\n`);
  }

  function tell({ spec, value, failed }: Child): void {
    const exit = value === 'unloaded' ? { exit_code: failed ? 1 : 0 } : {};
    say(spec.name, 'status_change', { status: value, ...exit });
  }

  /** The order is taken at once; the model comes later, or its process ends. */
  async function load(child: Child): Promise<void> {
    const running = children.filter(({ value }) => value === 'loaded' || value === 'sleeping');
    const oldest = running.toSorted((a, b) => a.usedAt - b.usedAt)[0];
    if (running.length >= max && oldest) unload(oldest);
    child.value = 'loading';
    child.failed = false;
    const progress = { stages: ['text_model'], current: 'text_model' };
    say(child.spec.name, 'model_status', { status: 'loading' });
    const at = (value: number) =>
      say(child.spec.name, 'status_change', {
        status: 'loading',
        progress: { ...progress, value },
      });
    at(0);
    if (loadMs === 'hold') await house.gates.wait('loading', house.closing);
    else await pause(loadMs, house.closing);
    // An order to let it go came first.
    if (child.value !== 'loading') return;
    if (!child.isBroken) at(1);
    child.value = child.isBroken ? 'unloaded' : 'loaded';
    child.failed = child.isBroken;
    child.usedAt = performance.now();
    tell(child);
  }

  function unload(child: Child): void {
    child.value = 'unloaded';
    tell(child);
  }

  /** From now on, without a word in between, until the client goes. */
  function news({ response, record, signal }: Exchange): Promise<void> {
    record.status = 200;
    response.writeHead(200, { 'X-Accel-Buffering': 'no', 'Content-Type': 'text/event-stream' });
    response.flushHeaders();
    const listener = (event: string) => response.write(event);
    listeners.add(listener);
    return new Promise((resolve) => {
      signal.addEventListener('abort', () => {
        listeners.delete(listener);
        response.end();
        resolve();
      });
    });
  }

  function find(name: string): Child | undefined {
    return children.find(({ spec }) => spec.name === name);
  }

  async function forward(exchange: Exchange, name: string, mayLoad: boolean): Promise<void> {
    if (name === '') return fail(exchange, 400, 'model name is missing from the request');
    const child = find(name);
    if (!child) return fail(exchange, 400, `model '${name}' not found`);
    if (child.value === 'unloaded' && !mayLoad) return fail(exchange, 400, 'model is not loaded');
    if (child.isBroken) {
      child.failed = true;
      return fail(exchange, 500, `model name=${name} failed to load`);
    }
    if (child.value === 'loading' && !mayLoad) {
      return sendText(exchange, 503, httpErrorText(503, 'Loading model'));
    }
    if (child.value === 'loading') await house.gates.wait('loading', exchange.signal);
    if (child.value === 'unloaded') await load(child);
    child.value = 'loaded';
    child.usedAt = performance.now();
    const streamId = exchange.headers['x-conversation-id'];
    if (streamId) owners.set(streamId, child);
    await child.inner.route(exchange);
  }

  function listed({ spec, value, failed }: Child) {
    const runs = value === 'loaded' || value === 'sleeping';
    const inputs = spec.capabilities?.includes('vision') ? ['text', 'image'] : ['text'];
    return {
      id: spec.name,
      aliases: [],
      tags: [],
      object: 'model',
      owned_by: 'llamacpp',
      created: Math.floor(Date.now() / 1000),
      status: { value, args: [], preset: '', ...(failed ? { failed, exit_code: 1 } : {}) },
      architecture: { input_modalities: inputs, output_modalities: ['text'] },
      source: 'models_dir',
      can_remove: false,
      ...(runs ? { meta: { n_ctx: spec.contextLength ?? 4096, n_ctx_train: 131_072 } } : {}),
    };
  }

  function props(exchange: Exchange): Promise<void> | void {
    const name = exchange.url.searchParams.get('model');
    const mayLoad = autoload && exchange.url.searchParams.get('autoload') !== 'false';
    if (name !== null) return forward(exchange, name, mayLoad);
    return sendJson(exchange, {
      role: 'router',
      max_instances: max,
      models_autoload: autoload,
      model_alias: 'llama-server',
      model_path: 'none',
      default_generation_settings: { params: null, n_ctx: 0 },
      ui_settings: {},
      build_info: build,
      cors_proxy_enabled: false,
    });
  }

  function change(exchange: Exchange, what: 'load' | 'unload'): Promise<void> {
    const child = find(nameIn(exchange));
    if (!child) return sendText(exchange, 404, httpErrorText(404, 'File Not Found'));
    const runs = child.value !== 'unloaded';
    if (what === 'load' && runs) return fail(exchange, 400, 'model is already running');
    if (what === 'unload' && !runs) return fail(exchange, 400, 'model is not running');
    if (what === 'load') void load(child);
    else unload(child);
    return sendJson(exchange, { success: true });
  }

  function list(exchange: Exchange): Promise<void> {
    if (exchange.url.searchParams.get('reload') === '1') say('*', 'models_reload');
    return sendJson(exchange, { data: children.map(listed), object: 'list' });
  }

  return {
    ...first.inner,
    route: async (exchange) => {
      const { method, url } = exchange;
      const { pathname } = url;
      if (exchange.faults.loading) return first.inner.route(exchange);
      if (method === 'GET' && pathname === '/props') return props(exchange);
      if (method === 'GET' && /^(\/v1)?\/models$/.test(pathname)) {
        return list(exchange);
      }
      if (method === 'GET' && pathname === '/models/sse') return news(exchange);
      if (method === 'POST' && pathname === '/models/load') return change(exchange, 'load');
      if (method === 'POST' && pathname === '/models/unload') return change(exchange, 'unload');
      const mayLoad = autoload && url.searchParams.get('autoload') !== 'false';
      // A list has no place for a name, whatever the query says.
      if (method === 'POST' && routed.test(pathname)) {
        return forward(exchange, nameIn(exchange), mayLoad);
      }
      if (method === 'GET' && asked.includes(pathname)) {
        return forward(exchange, url.searchParams.get('model') ?? '', mayLoad);
      }
      const owner = owners.get(url.searchParams.get('conv_id') ?? '');
      return (owner ?? first).inner.route(exchange);
    },
    close: () => {
      for (const { inner } of children) inner.close?.();
    },
  };
}

function nameIn({ body }: Exchange): string {
  return isRecord(body) ? String(body['model'] ?? '') : '';
}

function fail(exchange: Exchange, code: number, message: string): Promise<void> {
  return sendText(exchange, code, errorText(code, message));
}

function sendJson(exchange: Exchange, value: unknown): Promise<void> {
  return sendText(exchange, 200, JSON.stringify(value));
}

function sendText(exchange: Exchange, code: number, text: string): Promise<void> {
  return sendBody(exchange, code, { 'Content-Type': jsonType }, text);
}
