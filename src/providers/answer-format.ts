/**
 * The answer format of a request in a dialect's own fields. A dialect gives a way for each format it takes; another one
 * is refused here rather than left out in silence. `formatsOf` tells pages the same, and a test holds both together.
 */
import { type FormatKind, formatAbilities } from '../domain/answer-format-kinds.ts';
import { readSchema } from '../domain/answer-format-text.ts';
import type { ChatRequest } from '../domain/chat-request.ts';
import { FaultError } from '../domain/fault.ts';

type Fields = Record<string, unknown>;
type Schema = Readonly<Record<string, unknown>>;

export type FormatWays = {
  readonly json?: () => Fields;
  readonly schema?: (schema: Schema) => Fields;
  readonly grammar?: (grammar: string) => Fields;
};

/** Every JSON object, for dialects that know JSON only by a schema. */
export const anyObject: Schema = { type: 'object' };

/** `among`: the only ones that this very server takes. */
export function encodeFormat(
  { parameters: { format } }: ChatRequest,
  ways: FormatWays,
  among?: readonly FormatKind[],
): Fields {
  if (!format) return {};
  if (among && !among.includes(format.kind)) return refuse(format.kind);
  switch (format.kind) {
    case 'json':
      return ways.json?.() ?? refuse('json');
    case 'schema':
      return ways.schema?.(schemaFrom(format.schema)) ?? refuse('schema');
    case 'grammar':
      return ways.grammar?.(format.grammar) ?? refuse('grammar');
  }
}

function schemaFrom(text: string): Schema {
  const read = readSchema(text);
  return 'schema' in read ? read.schema : refuse('unusable');
}

function refuse(what: keyof typeof formatAbilities): never {
  throw new FaultError({ kind: 'unsupported', ability: formatAbilities[what] });
}
