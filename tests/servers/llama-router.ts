/*
 * llama-server as a router over several models (`--models-dir`, after the records): each model is a server of its own
 * behind it, loaded by the first request that names it.
 */
import { type Dialect, type House, isRecord } from './base.ts';
import { build, errorText, httpErrorText } from './llama-answers.ts';
import type { ModelSpec } from './types.ts';
import { type Exchange, sendBody } from './wire.ts';

type Value = 'unloaded' | 'loading' | 'loaded' | 'sleeping';

export type RouterOptions = {
  /** By model name; a model that is not named here is `unloaded`. `broken` fails to load. */
  readonly states?: Readonly<Record<string, Value | 'broken'>>;
  /** `--no-models-autoload`: a request does not load its model. */
  readonly autoload?: boolean;
};

type Child = {
  readonly spec: ModelSpec;
  readonly inner: Dialect;
  readonly isBroken: boolean;
  value: Value;
  failed: boolean;
};

const jsonType = 'application/json; charset=utf-8';
const routed = ['/v1/chat/completions', '/chat/completions', '/tokenize'];

export function createRouter(
  house: House,
  { states = {}, autoload = true }: RouterOptions,
  specs: readonly ModelSpec[],
  createChild: (spec: ModelSpec) => Dialect,
): Dialect {
  const children = specs.map((spec): Child => {
    const state = states[spec.name] ?? 'unloaded';
    const isBroken = state === 'broken';
    const value = isBroken ? 'unloaded' : state;
    return { spec, inner: createChild(spec), isBroken, value, failed: false };
  });
  const [first] = children;
  if (!first) throw new Error('a router needs a model');
  /** Which child keeps a stream. */
  const owners = new Map<string, Child>();

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
    child.value = 'loaded';
    const streamId = exchange.headers['x-conversation-id'];
    if (streamId) owners.set(streamId, child);
    await child.inner.route(exchange);
  }

  function listed({ spec, value, failed, inner: _inner }: Child) {
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
      max_instances: 4,
      models_autoload: autoload,
      model_alias: 'llama-server',
      model_path: 'none',
      default_generation_settings: { params: null, n_ctx: 0 },
      ui_settings: {},
      build_info: build,
      cors_proxy_enabled: false,
    });
  }

  function change(exchange: Exchange, to: Value): Promise<void> {
    const child = find(nameIn(exchange));
    if (!child) return sendText(exchange, 404, httpErrorText(404, 'model not found'));
    if (child.value === to) return fail(exchange, 400, `model is already ${to}`);
    child.value = to;
    return sendJson(exchange, { success: true });
  }

  return {
    ...first.inner,
    route: async (exchange) => {
      const { method, url } = exchange;
      const { pathname } = url;
      if (exchange.faults.loading) return first.inner.route(exchange);
      if (method === 'GET' && pathname === '/props') return props(exchange);
      if (method === 'GET' && /^(\/v1)?\/models$/.test(pathname)) {
        return sendJson(exchange, { data: children.map(listed), object: 'list' });
      }
      if (method === 'POST' && pathname === '/models/load') return change(exchange, 'loaded');
      if (method === 'POST' && pathname === '/models/unload') return change(exchange, 'unloaded');
      if (method === 'POST' && routed.includes(pathname)) {
        return forward(exchange, nameIn(exchange), autoload);
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
