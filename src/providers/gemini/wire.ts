/** Gemini's answers as they come: only the fields we use, each of them forgiving. Parts stay as they are. */
import * as z from 'zod/mini';
import type { Ability, Category, Model } from '../../domain/model.ts';
import { withoutGaps } from '../../lib/without-gaps.ts';
import { count, lenient } from '../openai-wire.ts';

const text = lenient(z.string());

/** One kind of content and its marks. Unchecked, because a signed one must go back exactly as it came. */
const part = z.record(z.string(), z.unknown());
export type Part = z.infer<typeof part>;

export const functionCall = z.object({
  id: text,
  name: z.string(),
  args: z.optional(z.unknown()),
});

const wireUsage = z.object({
  promptTokenCount: count,
  candidatesTokenCount: count,
  thoughtsTokenCount: count,
  cachedContentTokenCount: count,
  toolUsePromptTokenCount: count,
});
export type WireUsage = z.infer<typeof wireUsage>;

/** A piece of a stream, or a whole reply: the shape is the same. */
export const chatChunk = z.object({
  candidates: lenient(
    z.array(
      z.object({
        index: count,
        content: lenient(z.object({ parts: lenient(z.array(part)) })),
        finishReason: text,
      }),
    ),
  ),
  promptFeedback: lenient(z.object({ blockReason: text, blockReasonMessage: text })),
  usageMetadata: lenient(wireUsage),
  error: z.optional(z.unknown()),
});
export type ChatChunk = z.infer<typeof chatChunk>;

export const modelPage = z.object({
  models: lenient(z.array(z.unknown())),
  nextPageToken: text,
});

const entry = z.object({
  name: z.string(),
  displayName: text,
  inputTokenLimit: count,
  outputTokenLimit: count,
  supportedGenerationMethods: lenient(z.array(z.string())),
  thinking: lenient(z.boolean()),
});
type Entry = z.infer<typeof entry>;

/** Speak, listen all the time, move arms or a mouse, make films: none of that is a chat by text. */
const otherTrades = /(^|-)(tts|live|native-audio|robotics|computer-use|aqa|veo|lyria)(-|$)/i;
const paints = /(^|-)image(-|$)|^imagen/i;

/** None where the entry cannot be read, or is no model of ours. */
export function modelsFrom(value: unknown): Model[] {
  const { success, data } = entry.safeParse(value);
  if (!success) return [];
  const name = data.name.replace(/^models\//, '');
  const facts = factsOf(name, data);
  if (!facts) return [];
  return [
    {
      name,
      ...withoutGaps({
        title: data.displayName || undefined,
        contextLength: data.inputTokenLimit || undefined,
        maxOutput: data.outputTokenLimit || undefined,
      }),
      ...facts,
    },
  ];
}

/** The list tells the methods and whether it thinks; the rest is in the name. */
function factsOf(
  name: string,
  { supportedGenerationMethods: methods, thinking }: Entry,
): { categories: Category[]; abilities?: Ability[] } | undefined {
  const isTuned = name.startsWith('tunedModels/');
  if (!isTuned && otherTrades.test(name)) return undefined;
  const chats = methods?.includes('generateContent') ?? true;
  if (!isTuned && paints.test(name)) return { categories: ['image'], abilities: ['image'] };
  if (!chats) {
    return methods?.includes('embedContent')
      ? { categories: ['embedding'], abilities: ['embedding'] }
      : undefined;
  }
  const thinks = thinking === true;
  const reasons = thinks ? (['reasoning'] as const) : [];
  // Of the open models on this API it is not told what they take.
  if (!/^gemini-/i.test(name)) return { categories: ['chat', ...reasons] };
  return {
    categories: ['chat', ...reasons, 'vision'],
    abilities: [
      'completion',
      'vision',
      'audio',
      'pdf',
      'tools',
      ...(thinks ? (['thinking'] as const) : []),
    ],
  };
}
