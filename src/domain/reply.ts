/** The whole meaning of a reply: `events.reduce(applyEvent, emptyReply)`. Live view, recovery and tests share it. */
import type { Finish, Part, Timings, Usage } from './message.ts';
import type { StreamEvent } from './stream-event.ts';

export type Reply = {
  readonly reasoning: string;
  readonly text: string;
  readonly toolCalls: readonly {
    callId: string;
    name: string;
    arguments: string;
  }[];
  readonly opaque: readonly unknown[];
  readonly usage?: Usage;
  readonly timings?: Timings;
  readonly finish?: Finish;
};

export const emptyReply: Reply = {
  reasoning: '',
  text: '',
  toolCalls: [],
  opaque: [],
};

export function applyEvent(reply: Reply, event: StreamEvent): Reply {
  switch (event.type) {
    case 'reasoning-delta':
      return { ...reply, reasoning: reply.reasoning + event.text };
    case 'text-delta':
      return { ...reply, text: reply.text + event.text };
    case 'tool-call-start':
      return {
        ...reply,
        toolCalls: [...reply.toolCalls, { callId: event.callId, name: event.name, arguments: '' }],
      };
    case 'tool-call-delta':
      return {
        ...reply,
        toolCalls: reply.toolCalls.map((call) =>
          call.callId === event.callId ? { ...call, arguments: call.arguments + event.text } : call,
        ),
      };
    case 'usage':
      return { ...reply, usage: { ...reply.usage, ...event.usage } };
    case 'timings':
      return { ...reply, timings: { ...reply.timings, ...event.timings } };
    case 'opaque':
      return { ...reply, opaque: [...reply.opaque, event.block] };
    case 'finish':
      return {
        ...reply,
        finish: {
          reason: event.reason,
          ...(event.raw === undefined ? {} : { raw: event.raw }),
        },
      };
    case 'start':
    case 'progress':
    case 'feature-refused':
      return reply;
  }
}

/** The parts of a stored message, in the order they are shown: reasoning, text, tool calls. */
export function partsOf(reply: Reply, reasoningMs?: number): Part[] {
  const parts: Part[] = [];
  if (reply.reasoning !== '') {
    parts.push({
      type: 'reasoning',
      text: reply.reasoning,
      ...(reasoningMs === undefined ? {} : { durationMs: reasoningMs }),
    });
  }
  if (reply.text !== '') parts.push({ type: 'text', text: reply.text });
  for (const call of reply.toolCalls) parts.push({ type: 'tool-call', ...call });
  return parts;
}
