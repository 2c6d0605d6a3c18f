/**
 * The end of a sign-in with PKCE as OpenRouter has it: the code that came back and the verifier that was kept become a
 * key. Needs no registration; the code works once, for ten minutes.
 */
import * as z from 'zod/mini';
import { FaultError } from '../domain/fault.ts';
import { readJson, requestTimeoutMs } from './http.ts';

const answer = z.object({ key: z.string().check(z.minLength(1)) });

export async function finishSignIn(
  ask: { readonly baseUrl: string; readonly code: string; readonly verifier: string },
  signal: AbortSignal,
): Promise<string> {
  const { baseUrl, code, verifier } = ask;
  const json = { code, code_verifier: verifier, code_challenge_method: 'S256' };
  const options = { json, headersTimeoutMs: requestTimeoutMs };
  const told = answer.safeParse(
    await readJson({ connection: { baseUrl } }, '/auth/keys', options, signal),
  );
  if (told.success) return told.data.key;
  throw new FaultError({ kind: 'not-a-model-server', url: baseUrl });
}
