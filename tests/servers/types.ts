/*
 * What the scripted servers take and give. Everything in `Faults` and in a `Script` is plain JSON,
 * so a browser test or a person with curl can order it through `POST /__control` too.
 */

export type ServerKind =
  | 'ollama'
  | 'llama-server'
  | 'openai'
  | 'responses'
  | 'plain'
  | 'anthropic'
  | 'gemini';

export type JsonBody = Readonly<Record<string, unknown>>;

export type AskMessage = {
  readonly role: string;
  readonly text: string;
  /** How many images came with it. */
  readonly images: number;
};

/** What a reply function is told about the request it answers. */
export type Ask = {
  readonly model: string;
  /** What the model gets to see: with Ollama, after `num_ctx` cut the oldest messages. */
  readonly messages: readonly AskMessage[];
  readonly lastUser: string;
  /** Text of a trailing assistant message, to be continued; empty where there is none. */
  readonly prefill: string;
  /** The request lets the model think, and the model can. */
  readonly thinking: boolean;
  readonly body: JsonBody;
};

/** A reply and how it is spoken. */
export type Script = {
  readonly text: string;
  readonly reasoning?: string;
  /** Absent or 0: as fast as the socket takes it. */
  readonly tokensPerSecond?: number;
  /** Repeats (or cuts) `text` until it is this many tokens long. */
  readonly tokens?: number;
  /** The time it takes to read the prompt: after the headers on llama-server, before them elsewhere. */
  readonly pauseBeforeMs?: number;
  /** Holds the model itself after this many tokens, until `release('pause')`. */
  readonly pauseAfterTokens?: number;
  readonly finish?: 'stop' | 'length';
};

export type Reply = string | Script | ((ask: Ask) => string | Script);

/** `job`: work on the models themselves (Ollama's pull, push, create, copy, delete and blobs). */
export type RequestClass = 'chat' | 'list' | 'health' | 'job' | 'other';

export type Faults = {
  /** Which requests the rest is for. Default `chat`; of lists and probes only the part before a body applies. */
  on?: RequestClass | 'any';
  /** Faults for the next request of their `on` only; orders given one after another wait in line. */
  once?: Omit<Faults, 'once'>;

  // Instead of an answer
  status?: {
    code: number;
    /** Written as it stands into `Retry-After`. */
    retryAfter?: string | number;
    /** A proxy's HTML page instead of the dialect's error object. */
    html?: boolean;
    message?: string;
    headers?: Record<string, string>;
  };
  /** Every path answers 200 with somebody else's page. */
  notAModelServer?: boolean;
  /** No CORS header at all; Ollama then answers 403, as it does to a page it does not know. */
  noCors?: boolean;
  /** Names missing from the preflight's list; sent all the same they get a 400. Lower case. */
  refuseHeaders?: readonly string[];
  /** Top-level body fields that get a 400. */
  refuseFields?: readonly string[];
  /** The model is loading: 503 for chats (and all else of llama-server), until set to false. */
  loading?: boolean;

  // Before the body
  slowHealthMs?: number;
  delayHeadersMs?: number;
  /** Silence until `release('stall')`, at this place of the answer. */
  stall?: 'before-headers' | 'after-headers' | { afterTokens: number };
  /** One JSON body, though a stream was asked for. */
  oneBody?: boolean;

  // What the stream says
  lineEnd?: 'lf' | 'crlf' | 'cr';
  /** SSE comments (blank lines in NDJSON) between the events. */
  comments?: boolean;
  /** Lines nobody can read, put in after this many tokens. */
  unreadable?: { afterTokens: number; lines: number; text?: string };
  /** The dialect's error object after this many tokens, then the end. */
  errorInStream?: { afterTokens: number; message?: string; code?: number };
  /** The body ends in good order, but without finish reason and last mark. */
  endWithoutMark?: boolean | { afterTokens: number };
  /** `finish` leaves out only `[DONE]`. Of no effect in NDJSON. */
  withoutDone?: boolean;

  // What befalls work on models (`on: 'job'`). What is said of tokens above counts lines of progress here.
  transfer?: {
    /** Of what a pull or push moves. Absent: as fast as the socket takes it. */
    bytesPerSecond?: number;
    /** Once a layer is that far, it falls back, once. */
    backwards?: { atByte: number; toByte: number };
    /** Once a layer is that far, another digest stands in its lines, counted from 0. */
    newDigest?: { atByte: number };
    /** The server's disk is full once so much has come: of a layer, or of an upload. */
    diskFull?: { atByte: number };
    /** What was pulled is not what its digest says. */
    mismatch?: boolean;
    /** How the registry behind the server answers it. */
    registry?: 'down' | 'signed-out' | 'not-allowed' | 'limited' | 'newer';
    /** What a broken pull has lost of each layer when it is taken up again. */
    lossBytes?: number;
  };

  // How the bytes travel
  /** Default `batch`: what is due goes out together. A number is a chunk size in bytes. */
  chunking?: 'batch' | 'byte' | 'split-utf8' | number;
  /** The socket is destroyed at this place. Bytes are counted in the body, before chunk framing. */
  cut?: { afterTokens: number } | { atByte: number };
};

/** An order: `null` or `undefined` takes a fault back. */
export type FaultOrder = { [K in keyof Faults]?: Faults[K] | null | undefined };

export type ModelSpec = {
  readonly name: string;
  /** Ollama's words: completion, tools, vision, thinking, embedding. */
  readonly capabilities?: readonly string[];
  readonly sizeBytes?: number;
  readonly contextLength?: number;
  readonly parameterSize?: string;
  readonly quantization?: string;
  readonly family?: string;
};

export type ServerOptions = {
  /** Default 0: any free one. */
  readonly port?: number;
  /** Address to bind; default 127.0.0.1. */
  readonly host?: string;
  readonly reply?: Reply;
  /** llama-server serves the first one only, unless it is a router. */
  readonly models?: readonly ModelSpec[];
  /** Pace of scripts that name none. Absent: as fast as the socket takes it. */
  readonly tokensPerSecond?: number;
  readonly faults?: Faults;
  /** Wanted as `Authorization: Bearer` (llama-server also takes `X-Api-Key`), at the clouds in their own header. Ollama ignores it. */
  readonly key?: string;
  /** Requests answered at a time; others wait without a byte. Ollama 1, llama-server 4, openai no limit. */
  readonly parallel?: number;
  /** Default `num_ctx` of Ollama (4096); `n_ctx` of llama-server and limit of openai (131072). */
  readonly contextLength?: number;
  /** Time a model needs to load. llama-server answers 503 meanwhile; `hold`: until `release('loading')`. */
  readonly loadMs?: number | 'hold';
  /** What becomes of a trailing assistant message. Ollama `continue`, llama-server `repeat`, openai `ignore`. */
  readonly prefill?: 'continue' | 'repeat' | 'ignore';
};

export type RecordedRequest = {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed JSON body; undefined where there is none or it cannot be parsed. */
  readonly body: unknown;
  readonly at: number;
  status: number;
  bytesSent: number;
  /** Of a body that was not kept: how much of it came. */
  bytesReceived?: number;
  /** The answer is out, one way or the other. */
  done: boolean;
  /** The client hung up first. */
  aborted?: boolean;
};

export type ScriptedServer = {
  readonly kind: ServerKind;
  /** `http://127.0.0.1:port`, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /** All requests but those to the control endpoints; preflights are among them. */
  readonly requests: readonly RecordedRequest[];
  /** Open sockets. */
  readonly connections: number;
  /** Replies being generated, with or without a client. */
  readonly generating: number;
  /** Names of the places where something is held now: `stall`, `pause`, `loading`. */
  readonly held: readonly string[];
  set(order: FaultOrder): void;
  /** Lets go what is held now, of one name or all. */
  release(name?: string): void;
  /** Another reply from now on; undefined brings the default back. */
  say(reply: Reply | undefined): void;
  /** No faults, nothing held, default reply, no recorded requests. */
  reset(): void;
  /** Destroys all sockets. */
  close(): Promise<void>;
};
