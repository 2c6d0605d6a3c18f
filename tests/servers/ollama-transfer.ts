/*
 * Pull and push of the scripted Ollama: layer by layer, with sizes that only the counters have. A pull that breaks off
 * keeps what it has and goes on from there; two pulls of one layer share it.
 */
import { isRecord } from './base.ts';
import { breathe, pause } from './gates.ts';
import { errorText, fail, goJson } from './ollama-json.ts';
import { findModel, isModelName, type Layer, layersOf, type OllamaModel } from './ollama-models.ts';
import type { OllamaStore } from './ollama-store.ts';
import { type Exchange, type StreamEvent, sendStream, shaped } from './wire.ts';

/** Between two lines of one transfer. */
const tickMs = 60;
/** Lines of a layer where nothing keeps the pace. */
const linesPerLayer = 8;

export function pull(
  exchange: Exchange,
  store: OllamaStore,
  registry: readonly OllamaModel[],
): Promise<void> {
  const name = nameIn(exchange);
  if (typeof name !== 'string') return fail(exchange, 400, name.error);
  if (!isModelName(name)) return fail(exchange, 400, 'invalid model name');
  return stream(exchange, pullLines(exchange, { store, registry, name }));
}

export function push(exchange: Exchange, store: OllamaStore): Promise<void> {
  const name = nameIn(exchange);
  if (typeof name !== 'string') {
    return fail(exchange, 400, exchange.bodyText === '' ? name.error : 'model is required');
  }
  return stream(exchange, pushLines(exchange, store, name));
}

type Lines = AsyncGenerator<readonly StreamEvent[], void>;

export function stream(exchange: Exchange, lines: Lines): Promise<void> {
  return sendStream(
    exchange,
    { headers: { 'Content-Type': 'application/x-ndjson' }, early: false },
    shaped(lines, 'ndjson', exchange.faults, errorText),
  );
}

export const says = {
  status: (status: string): StreamEvent => ({ part: 'head', data: goJson({ status }) }),
  success: (): StreamEvent => ({ part: 'tail', data: goJson({ status: 'success' }) }),
  error: (error: string): StreamEvent => ({ part: 'head', data: goJson({ error }) }),
};

/** The lines of a pull; `create` has them too, for a base that is not there. */
export async function* pullLines(
  exchange: Exchange,
  { store, registry, name }: { store: OllamaStore; registry: readonly OllamaModel[]; name: string },
  isBase = false,
): Lines {
  const { transfer = {} } = exchange.faults;
  yield [says.status('pulling manifest')];
  const found = findModel(registry, name);
  const refusal = transfer.registry ? registryWords[transfer.registry] : undefined;
  if (refusal !== undefined || !found) {
    yield [says.error(`pull model manifest: ${refusal ?? 'file does not exist'}`)];
    return;
  }
  for (const layer of layersOf(found)) {
    if (!(yield* layerLines(exchange, store, layer))) return;
  }
  yield [says.status('verifying sha256 digest')];
  if (transfer.mismatch) {
    const [{ digest } = { digest: '' }] = layersOf(found);
    store.partial.delete(digest);
    yield [
      says.error(
        `digest mismatch, file must be downloaded again: want ${digest}, got sha256:${'0'.repeat(64)}`,
      ),
    ];
    return;
  }
  yield [says.status('writing manifest')];
  if (exchange.signal.aborted) return;
  if (store.put({ ...found, name, modifiedAt: Date.now() })) {
    yield [says.status('removing unused layers')];
  }
  if (!isBase) yield [says.success()];
}

/** False: the pull is over, one way or another. */
async function* layerLines(
  exchange: Exchange,
  store: OllamaStore,
  layer: Layer,
): AsyncGenerator<readonly StreamEvent[], boolean> {
  const { signal, faults } = exchange;
  const { transfer = {} } = faults;
  const { digest, sizeBytes: total } = layer;
  if (store.blob(digest)) {
    yield [progress('pulling', digest, total, total)];
    return true;
  }
  const { backwards, newDigest, diskFull, lossBytes = 0 } = transfer;
  let shownDigest = digest;
  let backwardsDue = backwards;
  let completed = Math.max(0, (store.partial.get(digest) ?? 0) - lossBytes);
  yield [progress('pulling', shownDigest, total, completed)];
  for await (const moved of movements(exchange, total)) {
    // Another pull of the same layer may have brought it further.
    completed = Math.min(total, Math.max(completed, store.partial.get(digest) ?? 0) + moved);
    if (diskFull && completed >= diskFull.atByte) {
      const path = `/root/.ollama/models/blobs/${digest.replace(':', '-')}-partial`;
      yield [says.error(`write ${path}: no space left on device`)];
      return false;
    }
    if (backwardsDue && completed >= backwardsDue.atByte) {
      completed = backwardsDue.toByte;
      backwardsDue = undefined;
    }
    if (newDigest && shownDigest === digest && completed >= newDigest.atByte) {
      shownDigest = `sha256:${'c'.repeat(64)}`;
      completed = 0;
    }
    store.partial.set(digest, completed);
    yield [progress('pulling', shownDigest, total, completed)];
    if (signal.aborted) return false;
    if (completed >= total) break;
  }
  if (signal.aborted) return false;
  store.partial.delete(digest);
  store.addBlob(digest, { sizeBytes: total, head: Buffer.from('GGUF') });
  return true;
}

async function* pushLines(exchange: Exchange, store: OllamaStore, name: string): Lines {
  const { transfer = {} } = exchange.faults;
  yield [says.status('retrieving manifest')];
  const model = store.find(name);
  if (!model) {
    const path = `/root/.ollama/models/manifests/registry.ollama.ai/library/${name}/latest`;
    yield [says.status("couldn't retrieve manifest")];
    yield [says.error(`open ${path}: no such file or directory`)];
    return;
  }
  const refusal =
    transfer.registry ?? (model.name.includes('/') ? undefined : ('signed-out' as const));
  if (refusal) {
    yield [says.error(registryWords[refusal])];
    return;
  }
  for (const { digest, sizeBytes: total } of layersOf(model)) {
    let completed = store.pushed.has(digest) ? total : 0;
    yield [progress('pushing', digest, total, completed)];
    if (completed === total) continue;
    for await (const moved of movements(exchange, total)) {
      completed = Math.min(total, completed + moved);
      yield [progress('pushing', digest, total, completed)];
      if (exchange.signal.aborted) return;
      if (completed >= total) break;
    }
    store.pushed.add(digest);
  }
  yield [says.status('pushing manifest')];
  yield [says.success()];
}

/** How many bytes came since the last time, for as long as anybody listens. */
async function* movements(exchange: Exchange, total: number): AsyncGenerator<number, void> {
  const { signal, faults } = exchange;
  const rate = faults.transfer?.bytesPerSecond ?? 0;
  let lastAt = performance.now();
  while (!signal.aborted) {
    if (rate > 0) {
      await pause(tickMs, signal);
      const at = performance.now();
      yield Math.round(((at - lastAt) * rate) / 1000);
      lastAt = at;
    } else {
      await breathe();
      yield Math.ceil(total / linesPerLayer);
    }
  }
}

function progress(verb: string, digest: string, total: number, completed: number): StreamEvent {
  const status = `${verb} ${digest.slice('sha256:'.length, 'sha256:'.length + 12)}`;
  // A count of 0 is left out.
  const done = completed === 0 ? {} : { completed };
  return { part: 'token', data: goJson({ status, digest, total, ...done }) };
}

const registryWords = {
  down: 'Get "https://registry.ollama.ai/v2/": dial tcp: lookup registry.ollama.ai on 127.0.0.53:53: no such host',
  'signed-out': 'unauthorized: access denied',
  'not-allowed': '403: {"errors":[{"code":"DENIED","message":"requested access is denied"}]}',
  limited: '429: {"errors":[{"code":"TOOMANYREQUESTS","message":"too many requests"}]}',
  newer: '412: \nThe model you are attempting to pull requires a newer version of Ollama.\n',
} as const;

function nameIn({ body, bodyText }: Exchange): string | { error: string } {
  if (bodyText === '') return { error: 'missing request body' };
  if (!isRecord(body)) return { error: 'unexpected EOF' };
  const name = body['model'] ?? body['name'];
  return typeof name === 'string' && name !== '' ? name.trim() : { error: 'invalid model name' };
}
