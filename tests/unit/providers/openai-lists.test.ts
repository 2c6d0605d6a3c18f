// Model lists as each vendor writes them, cut to what matters: four units of price, many words for context.
import { describe, expect, test } from 'vitest';
import type { Quirks } from '../../../src/domain/preset.ts';
import { presetById } from '../../../src/domain/presets.ts';
import { openai } from '../../../src/providers/openai/index.ts';
import { modelsFrom } from '../../../src/providers/openai-models.ts';
import { aFetcher, anEndpoint, never, type Sent } from './maker.ts';

const only = (entry: unknown) => modelsFrom([entry])?.[0];

describe('an entry of', () => {
  test('OpenRouter tells price per token, modalities, context and output', () => {
    const entry = {
      id: 'google/gemini-x',
      name: 'Google: Gemini X',
      context_length: 1_048_576,
      architecture: {
        input_modalities: ['text', 'image', 'file', 'audio'],
        output_modalities: ['text'],
      },
      pricing: { prompt: '0.00000125', completion: '0.00001', input_cache_read: '0.000000125' },
      top_provider: { context_length: 1_048_576, max_completion_tokens: 65_536 },
      supported_parameters: ['tools', 'reasoning', 'include_reasoning'],
    };
    expect(only(entry)).toEqual({
      name: 'google/gemini-x',
      title: 'Google: Gemini X',
      contextLength: 1_048_576,
      maxOutput: 65_536,
      abilities: ['completion', 'vision', 'audio', 'pdf', 'tools', 'thinking'],
      price: { input: 1.25, output: 10, cachedInput: 0.125 },
    });
    const varying = { ...entry, pricing: { prompt: '-1', completion: '-1' } };
    expect(only(varying)).not.toHaveProperty('price');
  });

  test('Together tells price per million, where it has one', () => {
    const entry = {
      id: 'Qwen/Qwen3-Next',
      type: 'chat',
      display_name: 'Qwen3 Next',
      context_length: 262_144,
      pricing: { input: 0.15, output: 1.5, hourly: 0 },
    };
    expect(only(entry)).toEqual({
      name: 'Qwen/Qwen3-Next',
      title: 'Qwen3 Next',
      contextLength: 262_144,
      price: { input: 0.15, output: 1.5 },
    });
    expect(only({ ...entry, pricing: { input: 0, output: 0 } })).not.toHaveProperty('price');
    expect(only({ id: 'flux', type: 'image' })).toBeUndefined();
    expect(only({ id: 'e', type: 'embedding' })).toMatchObject({ categories: ['embedding'] });
  });

  test('Groq tells whether it is active', () => {
    const entry = { id: 'a', active: true, context_window: 131_072, max_completion_tokens: 65_536 };
    expect(only(entry)).toEqual({ name: 'a', contextLength: 131_072, maxOutput: 65_536 });
    expect(only({ ...entry, active: false })).toBeUndefined();
  });

  test('Mistral is listed once for all its aliases, and only if it talks', () => {
    const capabilities = { completion_chat: true, function_calling: true, vision: true };
    const family = ['mistral-medium-2604', 'mistral-medium-latest', 'mistral-medium'];
    const entries = family.map((id) => ({
      id,
      name: 'mistral-medium-2604',
      aliases: family.filter((each) => each !== id),
      max_context_length: 262_144,
      capabilities,
    }));
    const ocr = { id: 'mistral-ocr-latest', capabilities: { completion_chat: false }, aliases: [] };
    const embed = { id: 'mistral-embed', capabilities: { completion_chat: false }, aliases: [] };
    expect(modelsFrom({ object: 'list', data: [...entries, ocr, embed] })).toEqual([
      {
        name: 'mistral-medium-latest',
        contextLength: 262_144,
        abilities: ['completion', 'vision', 'tools'],
      },
      { name: 'mistral-embed', categories: ['embedding'], abilities: ['embedding'] },
    ]);
  });

  test('the Hugging Face router counts what every provider of it gives', () => {
    const provider = (context_length: number, input: number, status = 'live') => ({
      status,
      context_length,
      pricing: { input, output: 2 },
      supports_tools: true,
    });
    const entry = { id: 'o/m', architecture: { input_modalities: ['text', 'image'] } };
    const same = [provider(8000, 1), provider(4000, 1), provider(10, 9, 'error')];
    expect(only({ ...entry, providers: same })).toEqual({
      name: 'o/m',
      contextLength: 4000,
      abilities: ['completion', 'vision', 'tools'],
      price: { input: 1, output: 2 },
    });
    const differing = [provider(8000, 1), provider(8000, 3)];
    expect(only({ ...entry, providers: differing })).not.toHaveProperty('price');
  });

  test("GitHub's catalogue tells limits and modalities", () => {
    const entry = {
      id: 'openai/gpt-4.1',
      name: 'OpenAI GPT-4.1',
      capabilities: ['agents', 'streaming', 'tool-calling'],
      limits: { max_input_tokens: 1_048_576, max_output_tokens: 32_768 },
      supported_input_modalities: ['text', 'image'],
      supported_output_modalities: ['text'],
    };
    expect(only(entry)).toEqual({
      name: 'openai/gpt-4.1',
      title: 'OpenAI GPT-4.1',
      contextLength: 1_048_576,
      maxOutput: 32_768,
      abilities: ['completion', 'vision', 'tools'],
    });
    expect(only({ id: 'e', supported_output_modalities: ['embeddings'] })).toMatchObject({
      abilities: ['embedding'],
    });
  });

  test('xAI tells price in hundredths of a cent per million', () => {
    const entry = {
      id: 'grok-4.6',
      aliases: ['grok-latest'],
      input_modalities: ['text', 'image'],
      output_modalities: ['text'],
      prompt_text_token_price: 20_000,
      completion_text_token_price: 60_000,
      cached_prompt_text_token_price: 5000,
    };
    expect(modelsFrom({ models: [entry] })).toEqual([
      {
        name: 'grok-4.6',
        abilities: ['completion', 'vision'],
        price: { input: 2, output: 6, cachedInput: 0.5 },
      },
    ]);
  });

  test('LM Studio tells what is loaded, and with which context', () => {
    const entry = {
      type: 'llm',
      key: 'qwen/qwen3-8b',
      display_name: 'Qwen3 8B',
      quantization: { name: 'Q4_K_M', bits_per_weight: 4 },
      size_bytes: 5_000_000_000,
      params_string: '8B',
      loaded_instances: [{ id: 'qwen/qwen3-8b', config: { context_length: 8192 } }],
      max_context_length: 40_960,
      capabilities: { vision: false, trained_for_tool_use: true, reasoning: { default: 'on' } },
    };
    expect(only(entry)).toEqual({
      name: 'qwen/qwen3-8b',
      title: 'Qwen3 8B',
      sizeBytes: 5_000_000_000,
      parameterSize: '8B',
      quantization: 'Q4_K_M',
      contextLength: 8192,
      abilities: ['completion', 'tools', 'thinking'],
      loaded: true,
      state: 'loaded',
    });
    expect(only({ ...entry, loaded_instances: [] })).toMatchObject({
      contextLength: 40_960,
      loaded: false,
      state: 'unloaded',
    });
  });

  test('LiteLLM tells price per token as a number, and lists a name once', () => {
    const entry = {
      model_name: 'claude',
      model_info: {
        mode: 'chat',
        max_input_tokens: 200_000,
        max_output_tokens: 64_000,
        supports_vision: true,
        supports_function_calling: true,
        supports_reasoning: null,
        input_cost_per_token: 0.000003,
        output_cost_per_token: 0.000015,
      },
    };
    expect(modelsFrom({ data: [entry, entry] })).toEqual([
      {
        name: 'claude',
        contextLength: 200_000,
        maxOutput: 64_000,
        abilities: ['completion', 'vision', 'tools'],
        price: { input: 3, output: 15 },
      },
    ]);
  });

  test('Cerebras, Fireworks, Moonshot and vLLM are read by their own words', () => {
    expect(
      only({
        id: 'gpt-oss-120b',
        name: 'GPT OSS 120B',
        pricing: { prompt: '3.5e-7', completion: '0.00000075' },
        capabilities: { tools: true, reasoning: true, vision: false },
        limits: { max_context_length: 131_072, max_completion_tokens: 40_960 },
      }),
    ).toEqual({
      name: 'gpt-oss-120b',
      title: 'GPT OSS 120B',
      contextLength: 131_072,
      maxOutput: 40_960,
      abilities: ['completion', 'tools', 'thinking'],
      price: { input: 0.35, output: 0.75 },
    });
    const fireworks = { id: 'f', supports_chat: true, supports_tools: true, context_length: 9000 };
    expect(only(fireworks)).toMatchObject({ abilities: ['completion', 'tools'] });
    expect(only({ ...fireworks, supports_chat: false })).toBeUndefined();
    expect(only({ ...fireworks, kind: 'EMBEDDING_MODEL' })).toMatchObject({
      categories: ['embedding'],
    });
    expect(only({ id: 'kimi-k3', context_length: 1_048_576, supports_image_in: true })).toEqual({
      name: 'kimi-k3',
      contextLength: 1_048_576,
      abilities: ['completion', 'vision'],
    });
    expect(only({ id: 'v', max_model_len: 32_768, parent: null })).toEqual({
      name: 'v',
      contextLength: 32_768,
    });
  });

  test('OpenAI tells a name and nothing else', () => {
    expect(only({ id: 'gpt-5.5', object: 'model', owned_by: 'system' })).toEqual({
      name: 'gpt-5.5',
    });
  });

  test('nobody: what is no list is none, what is no entry is left out', () => {
    expect(modelsFrom({ error: 'Unexpected endpoint' })).toBeUndefined();
    expect(modelsFrom({ data: [{ id: 'a' }, { no: 1 }, 'b', null] })).toEqual([{ name: 'a' }]);
  });
});

describe('a list', () => {
  const listAt = async (
    quirks: Quirks,
    baseUrl: string,
    answer: (path: string, sent: Sent) => unknown,
  ) => {
    const { fetcher, requests } = aFetcher((sent) => {
      const value = answer(new URL(sent.url).pathname, sent);
      if (value instanceof Response) return value;
      return value === undefined ? new Response('nope', { status: 404 }) : Response.json(value);
    });
    const at = { ...anEndpoint('openai', fetcher, { baseUrl }), quirks };
    const names = async () => (await openai.listModels(at, never)).map(({ name }) => name);
    return { at, names, paths: () => requests.map(({ url }) => new URL(url).pathname) };
  };
  const one = { data: [{ id: 'a' }] };

  test.each([
    ['http://h', '/v1/models'],
    ['http://h', '/models'],
    ['http://h/v1', '/models'],
    ['http://h/api', '/api/models'],
    ['http://h/api', '/api/v1/models'],
  ])('of %s is found at %s', async (baseUrl, found) => {
    const { names } = await listAt({}, baseUrl, (path) => (path === found ? one : undefined));
    expect(await names()).toEqual(['a']);
  });

  test('is read where the vendor has it, else at the usual place', async () => {
    const { baseUrl = '', quirks = {} } = presetById('lm-studio') ?? {};
    const newer = await listAt(quirks, baseUrl, (path) =>
      path === '/api/v1/models' ? { models: [{ type: 'llm', key: 'k' }] } : undefined,
    );
    expect(await newer.names()).toEqual(['k']);
    const older = await listAt(quirks, baseUrl, (path) =>
      path === '/v1/models' ? one : { error: 'Unexpected endpoint or method.' },
    );
    expect(await older.names()).toEqual(['a']);
    expect(older.paths()).toEqual(['/api/v1/models', '/v1/models']);
  });

  test('of GitHub is a catalogue beside the chats', async () => {
    const { baseUrl = '', quirks = {} } = presetById('github') ?? {};
    const { names } = await listAt(quirks, baseUrl, (path) =>
      path === '/catalog/models' ? [{ id: 'openai/gpt-4.1' }] : undefined,
    );
    expect(await names()).toEqual(['openai/gpt-4.1']);
  });

  test('leaves out what is no model to talk to', async () => {
    const { quirks = {} } = presetById('groq') ?? {};
    const data = ['whisper-large-v3', 'a', 'meta-llama/llama-guard-4'].map((id) => ({ id }));
    const { names } = await listAt(quirks, 'http://h/v1', () => ({ data }));
    expect(await names()).toEqual(['a']);
  });

  test('that a vendor does not have is a fixed one, and no request', async () => {
    const { baseUrl = '', quirks = {} } = presetById('perplexity') ?? {};
    const { names, paths } = await listAt(quirks, baseUrl, () => undefined);
    expect(await names()).toContain('sonar-pro');
    expect(paths()).toEqual([]);
  });

  test.each([
    [400, undefined],
    [422, undefined],
    [401, 'key-wanted'],
    [404, 'refused'],
  ])('that is missing leaves the check to a chat about nothing: %i', async (status, kind) => {
    const { quirks = {} } = presetById('azure') ?? {};
    const { at, paths } = await listAt(quirks, 'https://r.example.com/openai/v1', () =>
      Response.json({ error: { message: 'no messages' } }, { status }),
    );
    const outcome = await openai.check(at, never).catch((error) => error);
    expect(outcome).toMatchObject(kind === undefined ? { state: 'up' } : { fault: { kind } });
    expect(paths()).toEqual(['/openai/v1/chat/completions']);
  });
});
