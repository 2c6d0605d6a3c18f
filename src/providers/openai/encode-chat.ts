/** A chat request as the Chat Completions dialect takes it, with the ways in which a server differs. */
import type { ChatRequest } from '../../domain/chat-request.ts';
import type { Quirks } from '../../domain/preset.ts';
import { encodeFormat } from '../answer-format.ts';
import { type Concessions, nearestEffort } from '../openai-concessions.ts';
import { encodeCompletion, refusesSampling } from '../openai-messages.ts';
import type { Features } from '../openai-stream.ts';

type Fields = Record<string, unknown>;

/** `timings` stands for the counters a server adds on request: here the usage at the end of a stream. */
export function encodeChat(
  ask: ChatRequest,
  quirks: Quirks,
  features: Features,
  { without, effort }: Concessions,
): Fields {
  const stream = features.has('streaming');
  const counts = stream && features.has('timings') && quirks.streamOptions !== false;
  return {
    ...encodeCompletion(ask, {
      ...quirks,
      without: refusesSampling(ask.model, quirks) ? [...without, 'temperature'] : without,
      takesFiles: quirks.takesFiles ?? ask.abilities?.includes('pdf') ?? false,
    }),
    stream,
    ...(counts ? { stream_options: { include_usage: true } } : {}),
    ...encodeThinking(ask, quirks, effort),
    ...encodeFormat(ask, formatWays, quirks.formats),
  };
}

const formatWays = {
  json: () => ({ response_format: { type: 'json_object' } }),
  schema: (schema: object) => ({
    response_format: { type: 'json_schema', json_schema: { name: 'answer', schema } },
  }),
};

function encodeThinking(ask: ChatRequest, quirks: Quirks, conceded?: string): Fields {
  const { thinking } = ask.parameters;
  // A model that cannot think refuses any wish about it.
  const cannot = ask.abilities !== undefined && !ask.abilities.includes('thinking');
  if (thinking === undefined || cannot) return {};
  const isOn = thinking !== 'off';
  const level = conceded ?? levelFrom(thinking, quirks);
  const effort = level === undefined ? {} : { reasoning_effort: level };
  const levelOnly = isOn ? effort : {};
  switch (quirks.thinking ?? 'effort') {
    case 'none':
      return {};
    case 'effort':
      return effort;
    case 'openrouter':
      return { reasoning: isOn && level !== undefined ? { effort: level } : { enabled: isOn } };
    case 'switch':
      return { thinking: { type: isOn ? 'enabled' : 'disabled' } };
    case 'switch-effort':
      return { thinking: { type: isOn ? 'enabled' : 'disabled' }, ...levelOnly };
    case 'flag':
      return { enable_thinking: isOn };
    case 'template':
      return { chat_template_kwargs: { enable_thinking: isOn }, ...levelOnly };
    case 'groq':
      return encodeForGroq(ask.model, thinking, effort);
  }
}

/** gpt-oss knows three levels and always thinks; the others are switched, and then give their thoughts in a field. */
function encodeForGroq(model: string, thinking: string, effort: Fields): Fields {
  if (/gpt-oss/.test(model)) return thinking === 'off' ? { reasoning_effort: 'low' } : effort;
  if (thinking === 'off') return { reasoning_effort: 'none' };
  return { reasoning_effort: 'default', reasoning_format: 'parsed' };
}

/** Undefined: what a model that can think does by itself. */
function levelFrom(thinking: string, { efforts }: Quirks): string | undefined {
  const asked = { off: 'none', on: efforts?.includes('none') ? 'high' : undefined }[thinking];
  const level = thinking === 'off' || thinking === 'on' ? asked : thinking;
  if (level === undefined || !efforts) return level;
  return nearestEffort(level, efforts);
}
