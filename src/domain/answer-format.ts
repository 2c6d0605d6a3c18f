/**
 * The form a session asks of its answers: JSON, JSON by a schema, or a grammar in llama.cpp's notation (GBNF). Texts are
 * kept as the person typed them; `answer-format-text.ts` reads them, `answer-format-kinds.ts` says who takes what.
 */
import * as z from 'zod/mini';
import { formatTextLimit } from './answer-format-text.ts';

const text = z.string().check(z.maxLength(formatTextLimit));

export const answerFormat = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('json') }),
  z.object({ kind: z.literal('schema'), schema: text }),
  z.object({ kind: z.literal('grammar'), grammar: text }),
]);
export type AnswerFormat = z.infer<typeof answerFormat>;
