/** All that `/api/show` tells of one model. The paths of the server's own files are taken out of its Modelfile. */
import * as z from 'zod/mini';
import { FaultError } from '../../domain/fault.ts';
import type { ModelDetails } from '../../domain/model-details.ts';
import { withoutGaps } from '../../lib/without-gaps.ts';
import type { Endpoint } from '../contract.ts';
import { readJson, requestTimeoutMs } from '../http.ts';
import { lenient } from '../openai-wire.ts';
import { detailsLimitBytes } from '../read-bounded.ts';
import { sentName } from './names.ts';
import { modelFromShown, shown } from './wire.ts';

export async function readDetails(
  at: Endpoint,
  name: string,
  signal: AbortSignal,
): Promise<ModelDetails> {
  const json = { model: sentName(name) };
  const options = {
    json,
    headersTimeoutMs: requestTimeoutMs,
    limitBytes: detailsLimitBytes,
    model: name,
  };
  const told = detailed.safeParse(await readJson(at, '/api/show', options, signal));
  if (!told.success) {
    throw new FaultError({ kind: 'not-a-model-server', url: at.connection.baseUrl });
  }
  const { template, parameters, license, system, modelfile, messages, model_info } = told.data;
  const cleaned = modelfile === undefined ? undefined : cleanModelfile(modelfile, name);
  return {
    model: modelFromShown(name, told.data),
    ...withoutGaps({
      template: filled(template),
      parameters: filled(parameters),
      license: filled(license),
      system: filled(system),
      messages: messages?.length ? messages : undefined,
      modelfile: filled(cleaned?.text),
      blobs: cleaned?.blobs.length ? cleaned.blobs : undefined,
      info: model_info === undefined ? undefined : withoutHoles(model_info),
    }),
  };
}

const text = lenient(z.string());

const detailed = z.extend(shown, {
  template: text,
  license: text,
  system: text,
  modelfile: text,
  messages: lenient(z.array(z.object({ role: z.string(), content: z.string() }))),
});

/**
 * The lines in front name files: the base by its path, adapters, projectors. A model based on this one by name has
 * them all, so one FROM says the same. Texts further down may look alike and stay as they are.
 */
export function cleanModelfile(
  modelfile: string,
  name: string,
): { text: string; blobs: readonly string[] } {
  const lines = modelfile.split('\n');
  const end = lines.findIndex((line) => !/^\s*(#|$|(FROM|ADAPTER|DRAFT)\s)/i.test(line));
  const front = end < 0 ? lines : lines.slice(0, end);
  const rest = end < 0 ? [] : lines.slice(end);
  const blobs = front.flatMap((line) => {
    const hex = /^\s*[A-Z]+\s.*\bsha256[-:]([0-9a-f]{64})"?\s*$/i.exec(line)?.[1];
    return hex === undefined ? [] : [`sha256:${hex.toLowerCase()}`];
  });
  const bases = front.filter((line) => /^\s*FROM\s/i.test(line));
  const base = blobs.length === 0 && bases.length === 1 ? bases[0] : `FROM ${name}`;
  return { text: [base, ...rest].join('\n'), blobs };
}

function filled(told: string | undefined): string | undefined {
  return told === '' ? undefined : told;
}

/** Lists that the server leaves out are null or empty. */
function withoutHoles(info: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(info).filter(
      ([, value]) => value !== null && !(Array.isArray(value) && value.length === 0),
    ),
  );
}
