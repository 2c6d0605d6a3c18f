/** Text as the model reads it: in pieces, and inside its chat template. */
import * as z from 'zod/mini';
import type { TokenPiece } from '../../domain/server-panel.ts';
import type { PanelPort } from '../contract.ts';
import { readJson, requestTimeoutMs } from '../http.ts';
import { tokensLimitBytes } from '../read-bounded.ts';
import { bodyOf, pathOf, strange } from './ask.ts';

export const tokenize: PanelPort['tokenize'] = async (at, { model, text, addSpecial }, signal) => {
  const json = bodyOf(model, { content: text, with_pieces: true, add_special: addSpecial });
  const options = { json, headersTimeoutMs: requestTimeoutMs, limitBytes: tokensLimitBytes };
  const told = tokens.safeParse(await readJson(at, pathOf('/tokenize', model), options, signal));
  if (!told.success) throw strange(at);
  return told.data.tokens.map(
    ({ id, piece }): TokenPiece =>
      typeof piece === 'string' ? { id, text: piece } : { id, bytes: piece },
  );
};

export const applyTemplate: PanelPort['applyTemplate'] = async (
  at,
  { model, system, text },
  signal,
) => {
  const messages = [
    ...(system.trim() === '' ? [] : [{ role: 'system', content: system }]),
    { role: 'user', content: text },
  ];
  const options = { json: bodyOf(model, { messages }), headersTimeoutMs: requestTimeoutMs };
  const path = pathOf('/apply-template', model);
  const told = prompt.safeParse(await readJson(at, path, options, signal));
  if (!told.success) throw strange(at);
  return told.data.prompt;
};

const tokens = z.object({
  tokens: z.array(z.object({ id: z.number(), piece: z.union([z.string(), z.array(z.number())]) })),
});

const prompt = z.object({ prompt: z.string() });
