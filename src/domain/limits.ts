/** What a person allows a connection or one of its models to use. Nothing set: no limit. */
import * as z from 'zod/mini';

const amount = z.optional(z.number().check(z.gt(0), z.lte(1e12)));

/** Tokens count prompt and reply together; costs are in US dollars as the prices are; days and months are local ones. */
export const limits = z.object({
  requestsPerMinute: amount,
  tokensPerDay: amount,
  tokensPerMonth: amount,
  costPerDay: amount,
  costPerMonth: amount,
});
export type Limits = z.infer<typeof limits>;
export type LimitName = keyof Limits;
