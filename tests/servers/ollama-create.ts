/* Building models on the scripted Ollama: from another model or from uploaded files, with its refusals in their places. */
import { createHash } from 'node:crypto';
import { isRecord } from './base.ts';
import { breathe } from './gates.ts';
import { fail, failStream, goJson } from './ollama-json.ts';
import { isModelName, type Layer, layersOf, type Made, type OllamaModel } from './ollama-models.ts';
import type { OllamaStore } from './ollama-store.ts';
import { pullLines, says, stream } from './ollama-transfer.ts';
import type { JsonBody } from './types.ts';
import type { Exchange, StreamEvent } from './wire.ts';

type Facts = {
  readonly store: OllamaStore;
  readonly registry: readonly OllamaModel[];
  readonly name: string;
  readonly body: JsonBody;
};

type Lines = AsyncGenerator<readonly StreamEvent[], void>;

/** What goes wrong before the first line has a status of its own; all else is a line under 200. */
export function create(
  exchange: Exchange,
  store: OllamaStore,
  registry: readonly OllamaModel[],
): Promise<void> {
  const { body, bodyText } = exchange;
  if (bodyText === '') return fail(exchange, 400, 'missing request body');
  if (!isRecord(body)) return fail(exchange, 400, 'unexpected EOF');
  const name = String(body['model'] ?? body['name'] ?? '');
  const files = Object.entries(filesIn(body, 'files'));
  if (files.some(([file]) => !isInside(file))) {
    return fail(exchange, 400, 'file path must be relative');
  }
  if (!isModelName(name)) return fail(exchange, 400, 'invalid model name');
  const facts: Facts = { store, registry, name, body };
  if (typeof body['from'] === 'string') return createFrom(exchange, facts, body['from']);
  if (body['files'] === undefined) {
    return failStream(exchange, 400, "neither 'from' or 'files' was specified");
  }
  const isModel = ([file, digest]: [string, string]) =>
    file.endsWith('.gguf') || isGguf(store, digest);
  if (!files.some(isModel)) return failStream(exchange, 400, 'unknown type');
  return stream(exchange, fromFiles(exchange, facts, files));
}

function createFrom(exchange: Exchange, facts: Facts, from: string): Promise<void> {
  if (!isModelName(from)) return failStream(exchange, 400, 'invalid model name');
  const base = facts.store.find(from);
  if (!base) return stream(exchange, fromPulled(exchange, facts, from));
  const trouble = quantizeTrouble(facts.body, base.quantization ?? 'Q4_K_M');
  if (trouble) return failStream(exchange, 500, trouble);
  if (templateTrouble(facts.body)) return failStream(exchange, 400, brokenTemplate);
  return stream(exchange, fromModel(exchange, facts, base));
}

/** A base that is not there is fetched first. */
async function* fromPulled(exchange: Exchange, facts: Facts, from: string): Lines {
  yield* pullLines(exchange, { ...facts, name: from }, true);
  const base = facts.store.find(from);
  if (!base) return;
  const trouble = quantizeTrouble(facts.body, base.quantization ?? 'Q4_K_M');
  if (trouble) yield [says.error(trouble)];
  else yield* fromModel(exchange, facts, base);
}

async function* fromModel(exchange: Exchange, facts: Facts, base: OllamaModel): Lines {
  const { name: _, digest: __, modifiedAt: ___, ...spec } = base;
  const adapters = Object.entries(filesIn(facts.body, 'adapters'));
  const parsed = yield* parse(facts.store, adapters);
  if (!parsed) return;
  const made = { ...base.made, from: base.name, ...madeFrom(facts.body) };
  yield* build(exchange, facts, { ...spec, made }, [...layersOf(base), ...parsed]);
}

async function* fromFiles(exchange: Exchange, facts: Facts, files: [string, string][]): Lines {
  const { store, body } = facts;
  const parsed = yield* parse(store, files);
  if (!parsed) return;
  const missing = missingParts(files.map(([file]) => file));
  if (missing) {
    yield [says.error(missing)];
    return;
  }
  const trouble = quantizeTrouble(body, 'F16');
  if (trouble) {
    yield [says.error(trouble)];
    return;
  }
  if (!body['quantize']) yield [says.status('verifying conversion')];
  const sizeBytes = parsed.reduce((sum, layer) => sum + layer.sizeBytes, 0);
  const spec = { sizeBytes, quantization: 'F16', family: 'llama', made: madeFrom(body) };
  yield* build(exchange, facts, spec, parsed);
}

/** Undefined: the build is over. */
async function* parse(
  store: OllamaStore,
  files: readonly [string, string][],
): AsyncGenerator<readonly StreamEvent[], Layer[] | undefined> {
  const layers: Layer[] = [];
  for (const [, digest] of files) {
    yield [says.status('parsing GGUF')];
    const trouble = fileTrouble(store, digest);
    if (trouble !== undefined) {
      yield [says.error(trouble)];
      return undefined;
    }
    layers.push({ digest, sizeBytes: store.blob(digest)?.sizeBytes ?? 0 });
  }
  return layers;
}

async function* build(
  exchange: Exchange,
  { store, name, body }: Facts,
  spec: Omit<OllamaModel, 'name'>,
  base: readonly Layer[],
): Lines {
  let layers = base;
  let { quantization } = spec;
  const level = typeof body['quantize'] === 'string' ? levels[body['quantize'].toUpperCase()] : '';
  if (level && level !== quantization) {
    const [weights, ...others] = base;
    if (!weights) return;
    const status = `quantizing ${quantization} model to ${level}`;
    for (let part = 1; part <= 8; part++) {
      const completed = Math.round((weights.sizeBytes * part) / 8);
      const digest = '0000000000000000000';
      const line = goJson({ status, digest, total: weights.sizeBytes, completed });
      yield [{ part: 'token', data: line }];
      await breathe();
      if (exchange.signal.aborted) return;
    }
    yield [says.status('verifying conversion')];
    const sizeBytes = Math.round(weights.sizeBytes * 0.3);
    layers = [{ digest: digestOf(`${weights.digest} ${level}`), sizeBytes }, ...others];
    quantization = level;
  }
  const texts = Object.values(madeFrom(body)).map((value) => JSON.stringify(value));
  const all = [
    ...layers,
    ...texts.map((text) => ({ digest: digestOf(text), sizeBytes: text.length })),
  ];
  for (const { digest } of all) {
    const verb = store.blob(digest) ? 'using existing' : 'creating new';
    yield [says.status(`${verb} layer ${digest}`)];
  }
  yield [says.status('writing manifest')];
  if (exchange.signal.aborted) return;
  const sizeBytes = all.reduce((sum, layer) => sum + layer.sizeBytes, 0);
  store.put({
    ...spec,
    name,
    layers: all,
    sizeBytes,
    ...(quantization === undefined ? {} : { quantization }),
    modifiedAt: Date.now(),
  });
  yield [says.success()];
}

/** The levels it takes, and what it makes of them. */
const levels: Readonly<Record<string, string>> = {
  F32: 'F32',
  F16: 'F16',
  BF16: 'BF16',
  Q8_0: 'Q8_0',
  Q4_K_S: 'Q4_K_S',
  Q4_K_M: 'Q4_K_M',
  Q4_K: 'Q4_K_M',
};

function quantizeTrouble(body: JsonBody, base: string): string | undefined {
  const wanted = body['quantize'];
  if (typeof wanted !== 'string' || wanted === '') return undefined;
  const level = wanted.toUpperCase();
  if (!Object.hasOwn(levels, level)) {
    return `unsupported quantization type ${level} - supported types are F32, F16, Q4_K_S, Q4_K_M, Q8_0`;
  }
  return ['F16', 'BF16', 'F32'].includes(base)
    ? undefined
    : 'quantization is only supported for F16, BF16 and F32 models';
}

const brokenTemplate = 'template error: template: :1: unclosed action';

function templateTrouble(body: JsonBody): boolean {
  const text = String(body['template'] ?? '');
  return text.split('{{').length !== text.split('}}').length;
}

function fileTrouble(store: OllamaStore, digest: string): string | undefined {
  if (!/^sha256[:-][0-9a-f]{64}$/i.test(digest)) return 'invalid digest format';
  const blob = store.blob(digest);
  const path = `/root/.ollama/models/blobs/${digest.replace(':', '-')}`;
  if (!blob) return `open ${path}: no such file or directory`;
  if (!isGguf(store, digest)) return 'supplied file was not in GGUF format';
  // Magic, version and two counts: without them there is no header.
  return blob.sizeBytes < 24 ? 'unexpected EOF' : undefined;
}

function isGguf(store: OllamaStore, digest: string): boolean {
  return store.blob(digest)?.head.subarray(0, 4).toString('latin1') === 'GGUF';
}

/** By the names of the files; the real one reads the counts inside them. */
function missingParts(files: readonly string[]): string | undefined {
  const split = files.filter((file) => /-\d{5}-of-\d{5}\.gguf$/.test(file));
  const count = Number(/-of-(\d{5})\.gguf$/.exec(split[0] ?? '')?.[1] ?? 0);
  return split.length < count
    ? `split GGUF "${split[0]}" has ${split.length} shards, expected ${count}`
    : undefined;
}

function filesIn(body: JsonBody, field: 'files' | 'adapters'): Record<string, string> {
  return isRecord(body[field]) ? (body[field] as Record<string, string>) : {};
}

function isInside(file: string): boolean {
  return file !== '' && !file.split('/').some((part) => part === '' || /^\.\.?$/.test(part));
}

function madeFrom(body: JsonBody): Made {
  const fields = ['template', 'system', 'license', 'parameters', 'messages'] as const;
  const said = fields.filter((field) => body[field] !== undefined && body[field] !== '');
  return Object.fromEntries(
    said.map((field) => [
      field,
      field === 'license' && typeof body[field] === 'string' ? [body[field]] : body[field],
    ]),
  );
}

function digestOf(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}
