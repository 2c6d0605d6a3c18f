/* What Gemini refuses in a body with 400: unknown fields and roles, empty parts, a false signature, data URLs. */
import { createHash } from 'node:crypto';
import { isRecord } from './base.ts';
import type { JsonBody } from './types.ts';

const fields = new Set([
  'contents',
  'systemInstruction',
  'generationConfig',
  'safetySettings',
  'tools',
  'toolConfig',
  'cachedContent',
]);
const generationFields = new Set([
  'temperature',
  'topP',
  'topK',
  'seed',
  'maxOutputTokens',
  'stopSequences',
  'candidateCount',
  'responseMimeType',
  'thinkingConfig',
]);

/** A signature that only this server can make. */
export function signatureOf(thoughts: string): string {
  return createHash('sha256').update(`signed: ${thoughts}`).digest('base64');
}

export function inBody(body: JsonBody): string | undefined {
  const generation = isRecord(body['generationConfig']) ? body['generationConfig'] : {};
  const unknown = (name: string, at: string) =>
    `Invalid JSON payload received. Unknown name "${name}"${at}: Cannot find field.`;
  const stranger = Object.keys(body).find((name) => !fields.has(name));
  if (stranger !== undefined) return unknown(stranger, '');
  const odd = Object.keys(generation).find((name) => !generationFields.has(name));
  if (odd !== undefined) return unknown(odd, " at 'generation_config'");
  const { thinkingConfig } = generation as { thinkingConfig?: unknown };
  if (
    isRecord(thinkingConfig) &&
    'thinkingBudget' in thinkingConfig &&
    'thinkingLevel' in thinkingConfig
  )
    return 'You can only set only one of thinking budget and thinking level.';
  const contents = Array.isArray(body['contents']) ? body['contents'].filter(isRecord) : [];
  if (contents.length === 0) return 'GenerateContentRequest.contents: contents is not specified';
  for (const { role, parts } of contents) {
    if (role !== 'user' && role !== 'model') return 'Please use a valid role: user, model.';
    const found = inParts(Array.isArray(parts) ? parts.filter(isRecord) : []);
    if (found !== undefined) return found;
  }
  return undefined;
}

function inParts(parts: readonly Record<string, unknown>[]): string | undefined {
  if (parts.length === 0) return 'Unable to submit request because it must have at least one part.';
  for (const { text, inlineData, thoughtSignature, functionCall } of parts) {
    if (text === '' && thoughtSignature === undefined) {
      return 'Unable to submit request because it has an empty text parameter.';
    }
    if (text === undefined && inlineData === undefined && functionCall === undefined) {
      return "contents.parts: required oneof field 'data' must have one initialized field";
    }
    if (isRecord(inlineData) && String(inlineData['data']).startsWith('data:')) {
      return "Invalid value at 'contents.parts.inline_data.data' (TYPE_BYTES), Base64 decoding failed";
    }
    const isSigned = thoughtSignature !== undefined;
    if (isSigned && !/^[A-Za-z0-9+/]{43}=$/.test(String(thoughtSignature))) {
      return 'Thought signature is not valid';
    }
  }
  return undefined;
}
