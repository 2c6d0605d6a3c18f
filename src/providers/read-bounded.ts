/**
 * An answer that is read whole, up to a limit: whoever answers, the memory of this device is not theirs to fill. Beyond
 * the limit the connection is let go.
 */
import { FaultError } from '../domain/fault.ts';
import { readChunks, readText } from '../lib/streams.ts';

/** A catalogue of some thousand models is less than half of this. */
export const answerLimitBytes = 8_000_000;
/** Of one model, with its templates and licence. */
export const detailsLimitBytes = 4_000_000;
/** Some dozens of vectors of some thousand numbers, each in twenty letters. */
export const vectorsLimitBytes = 32_000_000;
/** Text in pieces, of what a person typed. */
export const tokensLimitBytes = 64_000_000;

export async function readBounded(
  response: Response,
  { url, limitBytes = answerLimitBytes }: { url: string; limitBytes?: number | undefined },
  signal: AbortSignal,
): Promise<string> {
  if (!response.body) return '';
  let size = 0;
  const onBytes = (sizeBytes: number): void => {
    size += sizeBytes;
    if (size > limitBytes) throw new FaultError({ kind: 'answer-too-large', url, limitBytes });
  };
  const pieces: string[] = [];
  for await (const text of readText(readChunks(response.body, signal, onBytes))) pieces.push(text);
  return pieces.join('');
}
