/**
 * What Ollama says when work on a model fails -> our fault. It has words only, no codes: those of its own, of the
 * registry behind it (often with a status and a JSON body inside the sentence), of Go and of the system.
 */
import { type Fault, FaultError } from '../../domain/fault.ts';
import { faultFromRefusal, sentence } from '../http-fault.ts';

export type JobWork = 'pull' | 'push' | 'create' | 'upload' | 'other';
export type JobFacts = { readonly work: JobWork; readonly model: string; readonly url: string };

/** A line `{"error":…}`: it comes under status 200. Anything may stand in it. */
export function faultFromJobLine(error: unknown, facts: JobFacts): Fault {
  const message = typeof error === 'string' ? error : JSON.stringify(error);
  return (
    faultFromWords(message, facts, true) ?? {
      kind: 'server-error',
      status: 500,
      message: sentence(message),
    }
  );
}

/** The same words before the first line came, under a status of their own. All else passes as it is. */
export function withJobWords(error: unknown, facts: JobFacts): unknown {
  if (!(error instanceof FaultError)) return error;
  const { fault } = error;
  if (!('message' in fault) || fault.message === undefined) return error;
  if (fault.kind !== 'refused' && fault.kind !== 'server-error' && fault.kind !== 'model-missing') {
    return error;
  }
  const told = faultFromWords(fault.message, facts, false);
  return told ? new FaultError(told, { cause: error }) : error;
}

/** `isLine`: only there a number in front is the registry's status; elsewhere it is the title of a proxy's page. */
function faultFromWords(text: string, facts: JobFacts, isLine: boolean): Fault | undefined {
  const { work, model } = facts;
  const message = sentence(text);
  // Unix, a quota, Windows.
  if (/no space left on device|disk quota exceeded|not enough space on the disk/i.test(text)) {
    return { kind: 'server-disk-full', message };
  }
  if (/\bdigest mismatch\b/i.test(text)) {
    return { kind: 'digest-mismatch', work: work === 'upload' ? 'upload' : 'download', message };
  }
  if (/unsupported quantization type|\bquantization type .* (not|un)supported/i.test(text)) {
    return { kind: 'quantize-refused', reason: 'level', message };
  }
  if (/quantization is only supported for/i.test(text)) {
    return { kind: 'quantize-refused', reason: 'base', message };
  }
  if (/requires a newer version of ollama/i.test(text)) {
    return { kind: 'registry-refused', reason: 'newer-server', message };
  }
  // With its Go prefix off, `404` and `file does not exist` say the same.
  const bare = text.replace(/^(?:pull model manifest: |max retries exceeded: |http status )+/, '');
  if (bare === 'file does not exist') {
    return { kind: 'model-missing', model, message, where: 'registry' };
  }
  if (work === 'push' && /\bmanifests\b.*(no such file|cannot find)/i.test(text)) {
    return { kind: 'model-missing', model };
  }
  const answered = isLine ? /^(\d{3})\b[^:{]*:?\s*([\s\S]*)$/.exec(bare) : null;
  if (answered) return faultOfRegistry(Number(answered[1]), answered[2] ?? '', facts);
  if (/\bunauthorized\b|access denied|^realm host /i.test(bare)) {
    return { kind: 'registry-refused', reason: 'signed-out' };
  }
  // A bare EOF is the end of a file where one is read, and of a connection elsewhere.
  return work === 'create' && bare === text
    ? (faultOfFile(text, message) ?? faultOfNetwork(text, message, facts))
    : (faultOfNetwork(text, message, facts) ?? faultOfFile(text, message));
}

/** What the registry answered to the server, told on by it: a status, and a body that may be JSON. */
function faultOfRegistry(status: number, body: string, { work, model, url }: JobFacts): Fault {
  if (status === 401) return { kind: 'registry-refused', reason: 'signed-out' };
  const fault = faultFromRefusal({ status, body, url, model });
  const told = 'message' in fault && fault.message ? { message: fault.message } : {};
  if (status === 403) return { kind: 'registry-refused', reason: 'not-allowed', ...told };
  if (status === 412) return { kind: 'registry-refused', reason: 'newer-server', ...told };
  if (status === 404) {
    return { kind: 'model-missing', model, ...(work === 'push' ? {} : { where: 'registry' }) };
  }
  if (status < 500) return fault;
  return { kind: 'registry-unreachable', message: told.message ?? `status ${status}` };
}

function faultOfFile(text: string, message: string): Fault | undefined {
  if (/not in GGUF format|invalid file magic|^unknown type$/i.test(text)) {
    return { kind: 'gguf-refused', reason: 'not-gguf', message };
  }
  if (/split GGUF/i.test(text)) return { kind: 'gguf-refused', reason: 'split', message };
  if (/exceeds file size|^(unexpected )?EOF$/i.test(text)) {
    return { kind: 'gguf-refused', reason: 'cut', message };
  }
  if (/\bGGUF\b|llama-quantize failed/i.test(text)) {
    return { kind: 'gguf-refused', reason: 'invalid', message };
  }
  if (/\bblobs\b.sha256-.*(no such file|cannot find)/i.test(text)) {
    return { kind: 'gguf-refused', reason: 'absent', message: '' };
  }
  return undefined;
}

const networkWords =
  /\bdial tcp\b|no such host|connection (refused|reset)|i\/o timeout|TLS handshake|network is unreachable|no route to host|max retries exceeded|context deadline exceeded|\bx509\b|server gave HTTP response|looking for beginning of value|(^|: )(unexpected )?EOF$/i;

function faultOfNetwork(text: string, message: string, { work }: JobFacts): Fault | undefined {
  if (work === 'upload' || work === 'other' || !networkWords.test(text)) return undefined;
  const host = /https?:\/\/([^/"\s]+)/.exec(text)?.[1];
  return { kind: 'registry-unreachable', ...(host === undefined ? {} : { host }), message };
}
