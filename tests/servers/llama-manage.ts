/*
 * What a llama-server tells of itself and lets be changed while it runs, after the records: slots and their files,
 * metrics, adapters, the tokeniser and the chat template. Flags decide what is there.
 */
import { isRecord } from './base.ts';
import { errorText, slotOf } from './llama-answers.ts';
import type { Slots } from './llama-slots.ts';
import { openAiMessages } from './requests.ts';
import { tokensOf } from './script.ts';
import { type Exchange, sendBody } from './wire.ts';

export type ManageOptions = {
  /** False: `--no-slots`. */
  readonly slots?: boolean;
  /** `--metrics` */
  readonly metrics?: boolean;
  /** `--slot-save-path` */
  readonly slotSavePath?: boolean;
  /** `--lora`: the paths, each with scale 1. */
  readonly lora?: readonly string[];
};

type Handler = (exchange: Exchange) => Promise<void>;

const jsonType = 'application/json; charset=utf-8';
const bytesPerToken = 1042;

export function createManagement(
  options: ManageOptions,
  slots: Slots,
  nCtx: number,
): { readonly find: (method: string, path: string) => Handler | undefined } {
  const scales = (options.lora ?? []).map(() => 1);
  let scraped = { ...slots.totals };

  function list(exchange: Exchange): Promise<void> {
    if (options.slots === false) return disabled(exchange, 'slots endpoint', '--slots');
    const all = Array.from({ length: slots.count }, (_, id) => slotOf(id, nCtx, slots.view(id)));
    const none = all.every((slot) => slot.is_processing);
    if (none && exchange.url.searchParams.get('fail_on_no_slot')) {
      return fail(exchange, 503, 'no slot available');
    }
    return sendJson(exchange, all);
  }

  function act(exchange: Exchange, id: number): Promise<void> {
    if (!options.slotSavePath) return disabled(exchange, 'slots action', '--slot-save-path');
    const action = exchange.url.searchParams.get('action');
    if (action === 'erase') {
      return sendJson(exchange, { id_slot: id, n_erased: slots.erase(id) });
    }
    if (action !== 'save' && action !== 'restore') return fail(exchange, 400, 'Invalid action');
    const filename = isRecord(exchange.body) ? String(exchange.body['filename'] ?? '') : '';
    if (!/^[\w.-]+$/.test(filename)) return fail(exchange, 400, 'Invalid filename');
    if (action === 'save') {
      const n_saved = slots.save(id, filename);
      const n_written = n_saved * bytesPerToken + 24;
      return sendJson(exchange, {
        id_slot: id,
        filename,
        n_saved,
        n_written,
        timings: { save_ms: 0.189 },
      });
    }
    const n_restored = slots.restore(id, filename);
    if (n_restored === undefined) {
      const message =
        'Unable to restore slot: No available space in KV cache or invalid slot save file';
      return fail(exchange, 400, message);
    }
    const n_read = n_restored * bytesPerToken + 24;
    return sendJson(exchange, {
      id_slot: id,
      filename,
      n_restored,
      n_read,
      timings: { restore_ms: 0.092 },
    });
  }

  function metrics(exchange: Exchange): Promise<void> {
    if (!options.metrics) return disabled(exchange, 'metrics endpoint', '--metrics');
    const now = { ...slots.totals };
    const per = (tokens: number, seconds: number) => (seconds > 0 ? tokens / seconds : 0);
    const busy = Array.from({ length: slots.count }, (_, id) => slots.view(id).isBusy);
    const rows: [string, 'counter' | 'gauge', number][] = [
      ['prompt_tokens_total', 'counter', now.prompt],
      ['prompt_tokens_cached_total', 'counter', now.cached],
      ['prompt_seconds_total', 'counter', now.promptSeconds],
      ['tokens_predicted_total', 'counter', now.predicted],
      ['tokens_predicted_seconds_total', 'counter', now.predictedSeconds],
      ['n_decode_total', 'counter', now.predicted],
      ['n_tokens_max', 'counter', now.longest],
      ['spec_decode_num_draft_tokens_total', 'counter', 0],
      ['spec_decode_num_accepted_tokens_total', 'counter', 0],
      ['spec_decode_num_drafts_total', 'counter', 0],
      [
        'prompt_tokens_seconds',
        'gauge',
        per(now.prompt - scraped.prompt, now.promptSeconds - scraped.promptSeconds),
      ],
      [
        'predicted_tokens_seconds',
        'gauge',
        per(now.predicted - scraped.predicted, now.predictedSeconds - scraped.predictedSeconds),
      ],
      ['requests_processing', 'gauge', busy.filter(Boolean).length],
      ['requests_deferred', 'gauge', 0],
      ['n_busy_slots_per_decode', 'gauge', now.predicted > 0 ? 1 : 0],
    ];
    scraped = now;
    const text = rows
      .map(([name, kind, value]) => {
        const full = `llamacpp:${name}`;
        return `# HELP ${full} ${name}\n# TYPE ${full} ${kind}\n${full} ${value}\n`;
      })
      .join('');
    exchange.response.setHeader('Process-Start-Time-Unix', '2437126929');
    return sendBody(exchange, 200, { 'Content-Type': 'text/plain; version=0.0.4' }, text);
  }

  function adapters(exchange: Exchange): Promise<void> {
    const all = (options.lora ?? []).map((path, id) => ({
      id,
      path,
      // Kept in single precision.
      scale: Math.fround(scales[id] ?? 0),
      task_name: '',
      prompt_prefix: '',
    }));
    return sendJson(exchange, all);
  }

  /** Those that are not named count no more, and one that is not there is passed over. */
  function setAdapters(exchange: Exchange): Promise<void> {
    const { body } = exchange;
    if (!Array.isArray(body)) return fail(exchange, 400, 'Request body must be an array');
    scales.fill(0);
    for (const { id, scale } of body as { id: number; scale: number }[]) {
      if (id in scales) scales[id] = scale;
    }
    return sendJson(exchange, { success: true });
  }

  function tokenize(exchange: Exchange): Promise<void> {
    const body = isRecord(exchange.body) ? exchange.body : {};
    const pieces = tokensOf(String(body['content'] ?? ''));
    if (body['with_pieces'] !== true) {
      return sendJson(exchange, { tokens: pieces.map((_, index) => index) });
    }
    const encoder = new TextEncoder();
    const tokens = pieces.flatMap((piece, index): { id: number; piece: string | number[] }[] => {
      // As with a small vocabulary: letters of four bytes come apart.
      const bytes = [...encoder.encode(piece)];
      if (!/\p{Extended_Pictographic}/u.test(piece)) return [{ id: index, piece }];
      return [
        { id: 1000 + index, piece: bytes.slice(0, 2) },
        ...bytes.slice(2).map((byte) => ({ id: byte, piece: [byte] })),
      ];
    });
    return sendJson(exchange, { tokens });
  }

  function applyTemplate(exchange: Exchange): Promise<void> {
    const body = isRecord(exchange.body) ? exchange.body : {};
    const said = openAiMessages(body)
      .map(({ role, text }) => `<|im_start|>${role}\n${text}<|im_end|>\n`)
      .join('');
    return sendJson(exchange, { prompt: `${said}<|im_start|>assistant\n` });
  }

  const routes: Record<string, Handler> = {
    'GET /slots': list,
    'GET /metrics': metrics,
    'GET /lora-adapters': adapters,
    'POST /lora-adapters': setAdapters,
    'POST /tokenize': tokenize,
    'POST /apply-template': applyTemplate,
  };
  return {
    find: (method, path) => {
      const slot = method === 'POST' ? /^\/slots\/(\d+)$/.exec(path)?.[1] : undefined;
      return slot === undefined
        ? routes[`${method} ${path}`]
        : (exchange) => act(exchange, Number(slot));
    },
  };
}

function disabled(exchange: Exchange, what: string, flag: string): Promise<void> {
  const message = `This server does not support ${what}. Start it with \`${flag}\``;
  return fail(exchange, 501, message);
}

function fail(exchange: Exchange, code: number, message: string): Promise<void> {
  return sendBody(exchange, code, { 'Content-Type': jsonType }, errorText(code, message));
}

function sendJson(exchange: Exchange, value: unknown): Promise<void> {
  return sendBody(exchange, 200, { 'Content-Type': jsonType }, JSON.stringify(value));
}
