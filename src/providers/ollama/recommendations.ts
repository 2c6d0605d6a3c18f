/** What an Ollama proposes to run, from a list that it keeps itself. Older ones have none, and say so with a 404. */
import * as z from 'zod/mini';
import { FaultError } from '../../domain/fault.ts';
import { parseModelName } from '../../domain/model-name.ts';
import type { Recommendation } from '../../domain/recommendation.ts';
import { withoutGaps } from '../../lib/without-gaps.ts';
import type { Endpoint } from '../contract.ts';
import { catalogueTimeoutMs, readJson } from '../http.ts';
import { count, lenient } from '../openai-wire.ts';

const told = z.object({
  recommendations: lenient(
    z.array(
      lenient(
        z.object({
          model: z.string(),
          description: lenient(z.string()),
          context_length: count,
          vram_bytes: count,
          required_plan: lenient(z.string()),
        }),
      ),
    ),
  ),
});

/** Empty where the server proposes nothing, or knows no such question. */
export async function readRecommendations(
  at: Endpoint,
  signal: AbortSignal,
): Promise<readonly Recommendation[]> {
  let status = 0;
  try {
    const body = await readJson(
      at,
      '/api/experimental/model-recommendations',
      {
        headersTimeoutMs: catalogueTimeoutMs,
        onAnswer: (answer) => {
          status = answer.status;
        },
      },
      signal,
    );
    const read = told.safeParse(body);
    return (read.data?.recommendations ?? []).flatMap((each) => {
      const name = each && parseModelName(each.model);
      if (!each || !name?.ok) return [];
      return [
        {
          model: each.model.trim(),
          isCloud: name.name.isCloud,
          ...withoutGaps({
            description: each.description?.slice(0, 500),
            // Zero is as good as nothing in what Go leaves out.
            contextLength: each.context_length || undefined,
            vramBytes: each.vram_bytes || undefined,
            plan: each.required_plan?.slice(0, 50) || undefined,
          }),
        },
      ];
    });
  } catch (error) {
    if (error instanceof FaultError && (status === 404 || status === 405 || status === 501)) {
      return [];
    }
    throw error;
  }
}
