/** A sealed key as it is stored: what is known of it in the open, and its box. No key can be read here. */
import * as z from 'zod/mini';

const role = z.union([
  z.literal('key'),
  z.literal('basic'),
  z.templateLiteral(['header:', z.string()]),
]);

export const secretRow = z.object({
  id: z.string(),
  connectionId: z.string(),
  /** The one origin it is sent to. */
  origin: z.string(),
  role,
  label: z._default(z.string(), ''),
  addedAt: z._default(z.number(), 0),
  lastUsedAt: z.optional(z.number()),
  lastRefusedAt: z.optional(z.number()),
  expiresAt: z.optional(z.number()),
  /** Base64. One that is no text is damaged like any other, and told when it is opened. */
  box: z.catch(z.string(), ''),
  /** The key before this one, which can be brought back until then. Sealed under the same context. */
  previous: z.catch(
    z.optional(
      z.object({
        box: z.string(),
        addedAt: z.number(),
        until: z.number(),
        expiresAt: z.optional(z.number()),
      }),
    ),
    undefined,
  ),
});
export type SecretRow = z.infer<typeof secretRow>;
