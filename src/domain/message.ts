/** One message of a session: a node of its tree. Rows are never rewritten but for their own changes. */
import * as z from 'zod/mini';
import type { Fault } from './fault.ts';
import { modelRef } from './model.ts';
import { parameters } from './parameters.ts';

export const part = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({
    type: z.literal('reasoning'),
    text: z.string(),
    durationMs: z.optional(z.number()),
  }),
  z.object({
    type: z.literal('image'),
    attachmentId: z.string(),
    mediaType: z.string(),
    name: z.string(),
    sizeBytes: z.number(),
  }),
  z.object({
    type: z.literal('file'),
    attachmentId: z.string(),
    mediaType: z.string(),
    name: z.string(),
    sizeBytes: z.number(),
  }),
  z.object({
    type: z.literal('audio'),
    attachmentId: z.string(),
    mediaType: z.string(),
    name: z.string(),
    sizeBytes: z.number(),
  }),
  z.object({
    type: z.literal('tool-call'),
    callId: z.string(),
    name: z.string(),
    arguments: z.string(),
  }),
  z.object({
    type: z.literal('tool-result'),
    callId: z.string(),
    name: z.string(),
    text: z.string(),
  }),
]);
export type Part = z.infer<typeof part>;

export const roles = ['user', 'assistant', 'system', 'tool'] as const;
export type Role = (typeof roles)[number];

export const statuses = [
  'pending',
  'streaming',
  'done',
  'stopped',
  'interrupted',
  'failed',
] as const;
export type Status = (typeof statuses)[number];

/** Token counts as the server reports them. */
export const usage = z.object({
  promptTokens: z.optional(z.number()),
  completionTokens: z.optional(z.number()),
  cachedTokens: z.optional(z.number()),
  reasoningTokens: z.optional(z.number()),
});
export type Usage = z.infer<typeof usage>;

/** Durations in ms. `firstTokenMs` and `totalMs` are our own clock from the request's start; the rest is the server's word. */
export const timings = z.object({
  firstTokenMs: z.optional(z.number()),
  totalMs: z.optional(z.number()),
  loadMs: z.optional(z.number()),
  promptMs: z.optional(z.number()),
  promptTokensPerSecond: z.optional(z.number()),
  generationMs: z.optional(z.number()),
  tokensPerSecond: z.optional(z.number()),
  reasoningMs: z.optional(z.number()),
});
export type Timings = z.infer<typeof timings>;

const finishReasons = ['stop', 'length', 'tool-calls', 'content-filter', 'load', 'other'] as const;
export const finish = z.object({
  reason: z.enum(finishReasons),
  raw: z.optional(z.string()),
});
export type Finish = z.infer<typeof finish>;
export type FinishReason = Finish['reason'];

const replay = z.object({
  dialect: z.string(),
  model: z.string(),
  blocks: z.array(z.unknown()),
});

export type MessageId = string;
export type SessionId = string;

export const message = z.object({
  id: z.string().check(z.minLength(1), z.maxLength(100)),
  sessionId: z.string(),
  /** Empty for a root: IndexedDB cannot index null. */
  parentId: z.string(),
  role: z.enum(roles),
  parts: z.array(part),
  status: z.enum(statuses),
  createdAt: z.number(),
  finishedAt: z.optional(z.number()),
  model: z.optional(modelRef),
  /** The connection's name then, so that the transcript can say who answered after it is gone. */
  connectionName: z.optional(z.string()),
  parameters: z.optional(parameters),
  usage: z.optional(usage),
  timings: z.optional(timings),
  finish: z.optional(finish),
  fault: z.optional(
    z.custom<Fault>((value) => typeof value === 'object' && value !== null && 'kind' in value),
  ),
  replay: z.optional(replay),
  /** Under which the server may still keep this stream, so that Continue can take it up. */
  resumeId: z.optional(z.string()),
  /** Offsets into the text where a continuation was joined on. */
  seams: z.optional(z.array(z.number())),
  /** Set where the server counted clearly fewer prompt tokens than were sent: the context was cut. */
  contextCut: z.optional(z.object({ estimatedTokens: z.number(), countedTokens: z.number() })),
});
export type Message = z.infer<typeof message>;

/** A message as the transcript shows it: with its place among its siblings. */
export type MessageView = Message & {
  position: number;
  siblingIds: MessageId[];
};
