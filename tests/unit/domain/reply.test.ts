import { expect, it } from 'vitest';
import { applyEvent, emptyReply, partsOf } from '../../../src/domain/reply.ts';
import type { StreamEvent } from '../../../src/domain/stream-event.ts';

const folded = (events: StreamEvent[]) => events.reduce(applyEvent, emptyReply);

it('deltas join in the order they came, reasoning apart from text', () => {
  const reply = folded([
    { type: 'start' },
    { type: 'reasoning-delta', text: 'Hm' },
    { type: 'reasoning-delta', text: '…' },
    { type: 'text-delta', text: 'Yes' },
    { type: 'text-delta', text: '.' },
    { type: 'finish', reason: 'stop', raw: 'eos' },
  ]);
  expect(reply).toMatchObject({
    reasoning: 'Hm…',
    text: 'Yes.',
    finish: { reason: 'stop', raw: 'eos' },
  });
  expect(partsOf(reply, 40)).toEqual([
    { type: 'reasoning', text: 'Hm…', durationMs: 40 },
    { type: 'text', text: 'Yes.' },
  ]);
});

it('tool calls are told apart by their ids', () => {
  const reply = folded([
    { type: 'tool-call-start', callId: '1', name: 'a' },
    { type: 'tool-call-start', callId: '2', name: 'b' },
    { type: 'tool-call-delta', callId: '1', text: '{' },
    { type: 'tool-call-delta', callId: '2', text: '[' },
    { type: 'tool-call-delta', callId: '1', text: '}' },
  ]);
  expect(reply.toolCalls.map((call) => call.arguments)).toEqual(['{}', '[']);
});

it('later counts complete the earlier ones', () => {
  const reply = folded([
    { type: 'usage', usage: { promptTokens: 3 } },
    { type: 'usage', usage: { completionTokens: 4 } },
    { type: 'timings', timings: { loadMs: 1 } },
    { type: 'timings', timings: { promptMs: 2 } },
  ]);
  expect(reply.usage).toEqual({ promptTokens: 3, completionTokens: 4 });
  expect(reply.timings).toEqual({ loadMs: 1, promptMs: 2 });
});

it('what is no part of a reply leaves it as it was', () => {
  expect(applyEvent(emptyReply, { type: 'progress', stage: 'loading' })).toBe(emptyReply);
  expect(partsOf(emptyReply)).toEqual([]);
});
