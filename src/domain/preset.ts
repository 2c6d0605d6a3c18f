/** What a row of the preset table says. A preset is data over a dialect: where a vendor is, and how it differs. Types only. */
import type { FormatKind } from './answer-format-kinds.ts';
import type { ProviderKind } from './connection.ts';

/** How a server differs from its plain dialect. Read by the dialects from `Endpoint.quirks`; absent fields mean the dialect's own way. */
export type Quirks = {
  /** The header a key travels in. */
  readonly keyHeader?: 'bearer' | 'api-key' | 'x-api-key' | 'x-goog-api-key';
  /** Its preflight lets only these extra headers pass (lower case), beside content type and key; nothing else is ever sent. Absent: any. */
  readonly allowedHeaders?: readonly string[];
  readonly maxTokensField?: 'max_tokens' | 'max_completion_tokens';
  /**
   * How thinking is asked for; `none`: it cannot be. `switch-effort`: by a switch and a level beside it; `flag`: by a
   * field that is true or false.
   */
  readonly thinking?:
    | 'effort'
    | 'openrouter'
    | 'switch'
    | 'switch-effort'
    | 'flag'
    | 'groq'
    | 'template'
    | 'none';
  /** The levels of thinking it takes, the least first; absent: all of them. */
  readonly efforts?: readonly string[];
  /** Earlier reasoning goes back with the history. */
  readonly sendsReasoningBack?: boolean;
  /** In which field of the history it does so; absent: `reasoning_content`. */
  readonly reasoningField?: 'reasoning_content' | 'reasoning' | 'reasoning_details';
  /** `stream_options` is understood. */
  readonly streamOptions?: boolean;
  /**
   * How a cut reply is continued: by a trailing assistant message as it is, marked as `prefix` or as `partial`, or with
   * the request told that it is not final (`final`).
   */
  readonly prefill?: 'trailing' | 'prefix' | 'partial' | 'final' | 'none';
  /** Where a chat is asked for, and where a continued one is; forms as of `modelsPath`. */
  readonly chatPath?: string;
  readonly prefillPath?: string;
  /** Documents go as parts of a message. Absent: only where the model is known to read them. */
  readonly takesFiles?: boolean;
  /** Of the answer formats of its dialect the only ones it takes; absent: all of them. */
  readonly formats?: readonly FormatKind[];
  /** Below the base address, or from the origin where it begins with `//`; `null`: there is no list. */
  readonly modelsPath?: string | null;
  /** The list needs no key. */
  readonly publicModels?: boolean;
  /** Names matching this regular expression (case-insensitive) are no models to talk to. */
  readonly hideModels?: string;
  /** Instead of a list. */
  readonly fixedModels?: readonly string[];
  /** User and assistant must take turns. */
  readonly alternates?: boolean;
  /** Models (regular expression) that refuse sampling parameters. */
  readonly noSampling?: string;
  /** An answer to a wrong key has no CORS headers: it looks like a network failure. */
  readonly hidesKeyRefusal?: boolean;
};

/** Whether it answers browsers, as known on a day: the doctor's live test has the last word. */
export type BrowserReach = {
  readonly answers: 'yes' | 'with-setting' | 'unproven' | 'no';
  /** ISO date. */
  readonly asOf: string;
  readonly evidence: 'source' | 'measured' | 'likely' | 'unverified';
};

export type Preset = {
  readonly id: string;
  /** A proper name; not translated. */
  readonly name: string;
  readonly kind: ProviderKind;
  readonly group: 'cloud' | 'own';
  /** May hold one gap such as `{resource}`, which the person fills in. */
  readonly baseUrl: string;
  readonly needsKey: boolean;
  /** Where a key is made. */
  readonly keyPage?: string;
  readonly reach: BrowserReach;
  readonly quirks: Quirks;
  /** It can be signed in to without typing a key. */
  readonly signIn?: 'openrouter';
};
