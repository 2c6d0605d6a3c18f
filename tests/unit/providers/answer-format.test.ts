// The answer format in every dialect: each kind it takes goes out under the names it knows, each other is refused.
import { describe, expect, test } from 'vitest';
import type { AnswerFormat } from '../../../src/domain/answer-format.ts';
import {
  type FormatKind,
  formatAbilities,
  formatKinds,
  formatsOf,
} from '../../../src/domain/answer-format-kinds.ts';
import type { ChatRequest } from '../../../src/domain/chat-request.ts';
import { type ProviderKind, providerKinds } from '../../../src/domain/connection.ts';
import { guideName } from '../../../src/domain/page-kinds.ts';
import { plainDescription } from '../../../src/domain/plain-description.ts';
import type { Quirks } from '../../../src/domain/preset.ts';
import { presetById } from '../../../src/domain/presets.ts';
import type { ProviderPort } from '../../../src/providers/contract.ts';
import { providers } from '../../../src/providers/registry.ts';
import { aFetcher, anEndpoint, aRequest, fold, never } from './maker.ts';

const schema = { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] };
const grammar = 'root ::= "yes" | "no"';
const formats: Record<FormatKind, AnswerFormat> = {
  json: { kind: 'json' },
  schema: { kind: 'schema', schema: JSON.stringify(schema, null, 2) },
  grammar: { kind: 'grammar', grammar },
};

/** What leaves for the server, or for the page that answers in its place. */
async function send(kind: ProviderKind, change: Partial<ChatRequest>, quirks: Quirks = {}) {
  const sent: Record<string, unknown>[] = [];
  const { fetcher, requests } = aFetcher(() => new Response('', { status: 500 }));
  const lent: ProviderPort = {
    call: () => Promise.reject(new Error('nobody asks')),
    stream: async function* (question) {
      sent.push({ ...question });
      yield { type: 'finish', reason: 'stop' };
    },
    run: async function* ({ body }) {
      sent.push(body);
      yield '[DONE]';
    },
  };
  const plain = plainDescription.parse({ path: '/', body: '{"p":"{{prompt}}"}', text: '/t' });
  const at = { ...anEndpoint(kind, fetcher, kind === 'plain' ? { plain } : {}), quirks, lent };
  const provider = await providers[kind]();
  const { fault } = await fold(provider.streamChat(at, aRequest(change), never));
  return { body: [...sent, ...requests.map((each) => each.body)][0], fault };
}

const ask = (format: AnswerFormat) => ({ model: guideName, parameters: { format } });

describe.each(providerKinds)('%s', (kind) => {
  test.each(formatKinds)('takes %s as the page knows, or refuses it by name', async (format) => {
    const { body: without } = await send(kind, { model: guideName });
    const { body, fault } = await send(kind, ask(formats[format]));
    if (formatsOf(kind).includes(format)) {
      expect(body).not.toEqual(without);
      const said = JSON.stringify(body);
      expect(said).toContain(
        {
          json: kind === 'gemini' ? 'json' : 'object',
          schema: '"required":["name"]',
          grammar: 'root',
        }[format],
      );
    } else {
      expect(body).toBeUndefined();
      expect(fault).toEqual({ kind: 'unsupported', ability: formatAbilities[format] });
    }
  });
});

describe('the fields of', () => {
  const bodyOf = async (kind: ProviderKind, format: AnswerFormat) =>
    (await send(kind, ask(format))).body;

  test('Ollama', async () => {
    // Its own word for JSON holds most models to nothing.
    expect(await bodyOf('ollama', formats.json)).toMatchObject({ format: { type: 'object' } });
    expect(await bodyOf('ollama', formats.schema)).toMatchObject({ format: schema });
  });

  test.each(['llama-server', 'browser'] as const)('%s', async (kind) => {
    // Its plain `json_object` without a schema holds the model to nothing.
    expect(await bodyOf(kind, formats.json)).toMatchObject({
      response_format: { type: 'json_object', schema: { type: 'object' } },
    });
    expect(await bodyOf(kind, formats.schema)).toMatchObject({
      response_format: { type: 'json_schema', json_schema: { name: 'answer', schema } },
    });
    const body = await bodyOf(kind, formats.grammar);
    expect(body).toMatchObject({ grammar });
    expect(body).not.toHaveProperty('response_format');
  });

  test('Chat Completions', async () => {
    expect(await bodyOf('openai', formats.json)).toMatchObject({
      response_format: { type: 'json_object' },
    });
    expect(await bodyOf('openai', formats.schema)).toMatchObject({
      response_format: { type: 'json_schema', json_schema: { name: 'answer', schema } },
    });
  });

  test('Responses', async () => {
    expect(await bodyOf('responses', formats.json)).toMatchObject({
      text: { format: { type: 'json_object' } },
    });
    expect(await bodyOf('responses', formats.schema)).toMatchObject({
      text: { format: { type: 'json_schema', name: 'answer', schema } },
    });
  });

  test('Anthropic, beside the effort of thinking', async () => {
    const format = { type: 'json_schema', schema };
    expect(await bodyOf('anthropic', formats.schema)).toMatchObject({ output_config: { format } });
    const { body } = await send('anthropic', {
      model: 'claude-opus-4-7',
      parameters: { format: formats.schema, thinking: 'low' },
    });
    expect(body?.['output_config']).toEqual({ effort: 'low', format });
  });

  test('Gemini', async () => {
    expect((await bodyOf('gemini', formats.json))?.['generationConfig']).toMatchObject({
      responseMimeType: 'application/json',
    });
    expect((await bodyOf('gemini', formats.schema))?.['generationConfig']).toMatchObject({
      responseMimeType: 'application/json',
      responseJsonSchema: schema,
    });
  });

  test('the browser’s own model', async () => {
    expect(await bodyOf('built-in', formats.json)).toMatchObject({
      constraint: { type: 'object' },
    });
    expect(await bodyOf('built-in', formats.schema)).toMatchObject({ constraint: schema });
  });
});

test('a vendor known to take plain JSON only is not asked for a schema', async () => {
  const { quirks } = presetById('deepseek') ?? { quirks: {} };
  const { body } = await send('openai', ask(formats.json), quirks);
  expect(body).toMatchObject({ response_format: { type: 'json_object' } });
  const { body: none, fault } = await send('openai', ask(formats.schema), quirks);
  expect(none).toBeUndefined();
  expect(fault).toEqual({ kind: 'unsupported', ability: 'json-schema' });
});

test.each(['', '{"type":', '[]'])(
  'a schema that is no object (%j) is sent nowhere',
  async (text) => {
    const { body, fault } = await send('ollama', ask({ kind: 'schema', schema: text }));
    expect(body).toBeUndefined();
    expect(fault).toEqual({ kind: 'unsupported', ability: 'answer-format' });
  },
);
