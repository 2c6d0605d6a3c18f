/** Tool calls from their pieces, as tolerant as the servers are careless: no index, no id, names twice, objects for text. */
import type { StreamEvent } from '../domain/stream-event.ts';
import type { ToolDelta } from './openai-wire.ts';

type Call = { callId: string; id: string; name: string; arguments: string; started: boolean };

export function createToolCalls() {
  const calls: Call[] = [];
  const callsByIndex = new Map<number, Call>();

  function push(piece: ToolDelta): StreamEvent[] {
    const call = callFor(piece);
    const text = textOf(piece.function?.arguments);
    // The first name wins: some servers repeat it, or send an empty one.
    if (call.name === '') call.name = piece.function?.name ?? '';
    const events: StreamEvent[] = [];
    if (!call.started && call.name !== '') {
      call.started = true;
      events.push({ type: 'tool-call-start', callId: call.callId, name: call.name });
      if (call.arguments !== '') events.push(deltaOf(call, call.arguments));
    }
    if (text !== '') {
      call.arguments += text;
      if (call.started) events.push(deltaOf(call, text));
    }
    return events;
  }

  function callFor({ index, id, function: called }: ToolDelta): Call {
    const known =
      index === undefined
        ? id
          ? calls.find((each) => each.id === id)
          : calls.at(-1)
        : callsByIndex.get(index);
    // Servers that always say index 0 start a new call with a new id and name; some give every piece an id of its own.
    const isOther = id && known && known.id !== '' && known.id !== id && called?.name;
    const finished = isOther && isWhole(known.arguments);
    if (known && !finished) {
      known.id ||= id ?? '';
      return known;
    }
    const call = {
      callId: freeId(id),
      id: id ?? '',
      name: '',
      arguments: '',
      started: false,
    };
    calls.push(call);
    if (index !== undefined) callsByIndex.set(index, call);
    return call;
  }

  /** The server's, unless it is missing or taken by another call. */
  function freeId(id: string | undefined): string {
    const isTaken = calls.some((each) => each.callId === id);
    return id && !isTaken ? id : `call_${calls.length + 1}`;
  }

  return { push, isEmpty: () => calls.length === 0 };
}

function deltaOf(call: Call, text: string): StreamEvent {
  return { type: 'tool-call-delta', callId: call.callId, text };
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === undefined || value === null ? '' : JSON.stringify(value);
}

function isWhole(text: string): boolean {
  try {
    JSON.parse(text || '{}');
    return true;
  } catch {
    return false;
  }
}
