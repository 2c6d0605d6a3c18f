/**
 * Prices as vendors write them -> US dollars per million tokens. Four units: texts per token (OpenRouter, Cerebras),
 * numbers per token (LiteLLM), numbers per million (Together, Hugging Face), hundredths of a cent per million (xAI).
 */
import * as z from 'zod/mini';
import type { Price } from '../domain/model.ts';
import { count, lenient } from './openai-wire.ts';

const amount = lenient(z.union([z.string(), z.number()]));

export const wirePrices = z.object({
  prompt: amount,
  completion: amount,
  input_cache_read: amount,
  input: amount,
  output: amount,
  cached_input: amount,
  prompt_text_token_price: count,
  completion_text_token_price: count,
  cached_prompt_text_token_price: count,
  input_cost_per_token: count,
  output_cost_per_token: count,
  cache_read_input_token_cost: count,
});
type WirePrices = Partial<z.infer<typeof wirePrices>>;

const perToken = 1e6;
const perMillion = 1;
const hundredthsOfCents = 1e-4;

/** Undefined where none is told, or where it varies. */
export function pricesFrom(told: WirePrices): Price | undefined {
  return (
    priceIn(perToken, told.prompt, told.completion, told.input_cache_read) ??
    priceIn(
      perToken,
      told.input_cost_per_token,
      told.output_cost_per_token,
      told.cache_read_input_token_cost,
    ) ??
    priceIn(
      hundredthsOfCents,
      told.prompt_text_token_price,
      told.completion_text_token_price,
      told.cached_prompt_text_token_price,
    ) ??
    // Zero for both means a server of one's own at Together, not a gift.
    nonZero(priceIn(perMillion, told.input, told.output, told.cached_input))
  );
}

type Amount = string | number | undefined;

function priceIn(unit: number, input: Amount, output: Amount, cached: Amount): Price | undefined {
  const [paidIn, paidOut] = [amountIn(unit, input), amountIn(unit, output)];
  if (paidIn === undefined || paidOut === undefined) return undefined;
  const cachedInput = amountIn(unit, cached);
  return {
    input: paidIn,
    output: paidOut,
    ...(cachedInput === undefined ? {} : { cachedInput }),
  };
}

/** `-1` says that it varies. Rounded: per-token amounts pick up dust on the way to millions. */
function amountIn(unit: number, value: Amount): number | undefined {
  if (value === undefined || value === '') return undefined;
  const number = Number(value);
  if (!Number.isFinite(number) || number < 0) return undefined;
  return Number((number * unit).toPrecision(9));
}

function nonZero(price: Price | undefined): Price | undefined {
  return price && (price.input > 0 || price.output > 0) ? price : undefined;
}
