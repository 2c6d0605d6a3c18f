/**
 * What of a response goes back with the history: its items in order, with the reasoning sealed by the server. The text
 * of a message is not kept twice: its block holds how long it is, and the stored reply is cut up again.
 */
import * as z from 'zod/mini';

type Block = Record<string, unknown>;

/** Empty where nothing sealed is among the items: then the plain text says all. */
export function blocksFrom(output: readonly Block[]): readonly Block[] {
  const isSealed = output.some(
    // Imitators leave it empty.
    (each) => each['type'] === 'reasoning' && Boolean(each['encrypted_content']),
  );
  if (!isSealed) return [];
  return output.map((each) =>
    each['type'] === 'message' ? { ...each, content: textOf(each).length } : each,
  );
}

/** The items again. Undefined where they do not make up this text (it was continued), or lack what must follow them. */
export function itemsFrom(blocks: readonly unknown[], text: string): readonly Block[] | undefined {
  let at = 0;
  const items: Block[] = [];
  for (const each of blocks) {
    const { success, data } = block.safeParse(each);
    // A call needs its result after it, and there is none in this history.
    if (!success || data['type'] === 'function_call') return undefined;
    if (data['type'] !== 'message') items.push(data);
    else {
      const length = Number(data['content']);
      const piece = text.slice(at, at + length);
      at += length;
      const content = [{ type: 'output_text', text: piece, annotations: [] }];
      items.push({ ...data, content });
    }
  }
  return at === text.length && items.length > 0 ? items : undefined;
}

const block = z.record(z.string(), z.unknown());

function textOf(message: Block): string {
  const parts = Array.isArray(message['content']) ? (message['content'] as Block[]) : [];
  return parts.map((part) => String(part?.['text'] ?? part?.['refusal'] ?? '')).join('');
}
