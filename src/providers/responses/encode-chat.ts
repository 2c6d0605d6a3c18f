/**
 * A chat request as the Responses dialect takes it. Nothing is stored at the server: the whole conversation goes along,
 * and with it what the model thought, sealed.
 */
import type { ChatRequest, RequestMessage, RequestPart } from '../../domain/chat-request.ts';
import type { Quirks } from '../../domain/preset.ts';
import { encodeFormat } from '../answer-format.ts';
import { type Concessions, nearestEffort } from '../openai-concessions.ts';
import { dataUrlOf, refuseFile, refusesSampling, textOf } from '../openai-messages.ts';
import type { Features } from '../openai-stream.ts';
import { itemsFrom } from './replay.ts';

type Fields = Record<string, unknown>;

export function encodeChat(
  ask: ChatRequest,
  quirks: Quirks,
  features: Features,
  { without, effort }: Concessions,
): Fields {
  const { temperature, maxTokens } = ask.parameters;
  const instructions = ask.messages
    .filter(({ role }) => role === 'system')
    .map(textOf)
    .join('\n\n');
  const isFixed = refusesSampling(ask.model, quirks);
  const takesFiles = quirks.takesFiles ?? ask.abilities?.includes('pdf') ?? false;
  return {
    model: ask.model,
    ...(instructions === '' ? {} : { instructions }),
    input: ask.messages.flatMap((each) => encodeMessage(each, takesFiles)),
    store: false,
    stream: features.has('streaming'),
    ...(temperature === undefined || without.includes('temperature') || isFixed
      ? {}
      : { temperature }),
    ...(maxTokens === undefined ? {} : { max_output_tokens: maxTokens }),
    ...encodeThinking(ask, quirks, without, effort),
    ...encodeFormat(ask, formatWays, quirks.formats),
  };
}

const formatWays = {
  json: () => ({ text: { format: { type: 'json_object' } } }),
  schema: (schema: object) => ({
    text: { format: { type: 'json_schema', name: 'answer', schema } },
  }),
};

function encodeThinking(
  { parameters: { thinking }, abilities }: ChatRequest,
  { thinking: way, efforts }: Quirks,
  without: readonly string[],
  conceded: string | undefined,
): Fields {
  // A model that cannot think refuses any wish about it.
  if (way === 'none' || (abilities && !abilities.includes('thinking'))) return {};
  const asked = thinking === 'off' ? 'none' : thinking === 'on' ? undefined : thinking;
  const level = asked && efforts ? nearestEffort(asked, efforts) : asked;
  const effort = conceded ?? level;
  const reasoning = {
    ...(effort === undefined ? {} : { effort }),
    ...(thinking === 'off' || without.includes('reasoning.summary') ? {} : { summary: 'auto' }),
  };
  return {
    ...(without.includes('include') ? {} : { include: ['reasoning.encrypted_content'] }),
    ...(Object.keys(reasoning).length === 0 ? {} : { reasoning }),
  };
}

function encodeMessage(message: RequestMessage, takesFiles: boolean): readonly Fields[] {
  const { role, parts, replay = [] } = message;
  switch (role) {
    case 'system':
      return [];
    case 'user':
      return [{ role, content: parts.map((part) => encodePart(part, takesFiles)) }];
    case 'assistant': {
      const text = textOf(message);
      const items = itemsFrom(replay, text);
      if (items) return items;
      // An empty message is refused.
      return text === '' ? [] : [{ role, content: [{ type: 'output_text', text }] }];
    }
  }
}

function encodePart(part: RequestPart, takesFiles: boolean): Fields {
  switch (part.type) {
    case 'text':
      return { type: 'input_text', text: part.text };
    case 'image':
      return { type: 'input_image', image_url: dataUrlOf(part), detail: 'auto' };
    case 'file':
      if (!takesFiles) return refuseFile();
      return { type: 'input_file', filename: part.name, file_data: dataUrlOf(part) };
  }
}
