/**
 * A server described as data: what is sent and where the text stands in what comes back. For simple servers that speak
 * no dialect we know.
 */
import * as z from 'zod/mini';

/** RFC 6901: empty, or steps that begin with a slash. */
const jsonPointer = z.string().check(z.maxLength(300), z.regex(/^(\/([^~/]|~[01])*)*$/));

/** Joined to the address; the slash it begins with keeps it from naming another host. */
const path = z.string().check(z.maxLength(500), z.regex(/^\/[^?#\s]*$/));

export const plainDescription = z.object({
  path,
  /**
   * JSON in which the texts `{{model}}`, `{{prompt}}` (the conversation as plain text), `{{system}}`, `{{last}}` (the
   * newest message) and the whole values `"{{messages}}"`, `"{{temperature}}"`, `"{{maxTokens}}"` are filled in.
   * A field whose value is not set is left out.
   */
  body: z.string().check(z.minLength(2), z.maxLength(20_000)),
  /** Where the text stands in each piece (line, event or whole body). */
  text: jsonPointer,
  /** Where reasoning stands, if anywhere. */
  reasoning: z.optional(jsonPointer),
  /** Each piece carries the whole text so far rather than what is new. */
  isCumulative: z._default(z.boolean(), false),
  /** The piece that ends the reply: the value at a pointer is there and true, or equals `is`. */
  end: z.optional(
    z.object({ at: jsonPointer, is: z.optional(z.string().check(z.maxLength(200))) }),
  ),
  /** Where an error's words stand. */
  error: z.optional(jsonPointer),
  /** GET path of a model list and the pointer to its array; each entry a name, or an object with `name` or `id`. */
  models: z.optional(z.object({ path, at: jsonPointer })),
});
export type PlainDescription = z.infer<typeof plainDescription>;
