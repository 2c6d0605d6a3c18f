/**
 * The servers we know by name, as data. Whether one answers browsers changes without notice: each row says since when
 * and how it is known, and the doctor's live test has the last word. Rows that do not answer are there so that it can
 * say why.
 */
import type { BrowserReach, Preset, Quirks } from './preset.ts';

type Answers = BrowserReach['answers'];

/** By a third party, from one place, on one day. */
const measured = (answers: Answers): BrowserReach => ({
  answers,
  asOf: '2026-08-14',
  evidence: 'measured',
});
/** Read in its own source or documentation. */
const told = (answers: Answers, asOf = '2026-08-22'): BrowserReach => ({
  answers,
  asOf,
  evidence: 'source',
});
const likely = (answers: Answers): BrowserReach => ({
  answers,
  asOf: '2026-08-22',
  evidence: 'likely',
});
const unverified: BrowserReach = {
  answers: 'unproven',
  asOf: '2026-08-22',
  evidence: 'unverified',
};

function cloud(
  id: string,
  name: string,
  baseUrl: string,
  reach: BrowserReach,
  rest: Partial<Omit<Preset, 'quirks'>> & { quirks?: Quirks } = {},
): Preset {
  return {
    id,
    name,
    kind: 'openai',
    group: 'cloud',
    baseUrl,
    needsKey: true,
    reach,
    quirks: {},
    ...rest,
  };
}

function own(
  id: string,
  name: string,
  baseUrl: string,
  reach: BrowserReach,
  quirks: Quirks = {},
  needsKey = false,
): Preset {
  return { id, name, kind: 'openai', group: 'own', baseUrl, needsKey, reach, quirks };
}

const clouds: readonly Preset[] = [
  // By its newer interface: only there its reasoning is summed up in words and goes back with the history.
  cloud('openai', 'OpenAI', 'https://api.openai.com/v1', measured('yes'), {
    kind: 'responses',
    keyPage: 'https://platform.openai.com/api-keys',
    quirks: {
      hideModels:
        'embedding|tts|whisper|dall-e|image|realtime|audio|moderation|transcribe|search|computer-use|babbage|davinci|instruct|sora|deep-research',
      noSampling: '^(o\\d|gpt-5|chat-latest|codex)',
      hidesKeyRefusal: true,
      takesFiles: true,
    },
  }),
  cloud('anthropic', 'Anthropic', 'https://api.anthropic.com/v1', told('yes'), {
    kind: 'anthropic',
    keyPage: 'https://console.anthropic.com/settings/keys',
    quirks: {
      keyHeader: 'x-api-key',
      noSampling: '^claude-(opus-4-[7-9]|(opus|sonnet|haiku|fable|mythos)-[5-9])',
    },
  }),
  cloud(
    'gemini',
    'Google Gemini',
    'https://generativelanguage.googleapis.com/v1beta',
    measured('yes'),
    {
      kind: 'gemini',
      keyPage: 'https://aistudio.google.com/app/apikey',
      quirks: {
        keyHeader: 'x-goog-api-key',
        allowedHeaders: ['x-goog-api-key', 'x-goog-api-client'],
        hideModels: 'embedding|aqa|imagen|veo|lyria|-tts|-live|native-audio',
      },
    },
  ),
  cloud('groq', 'Groq', 'https://api.groq.com/openai/v1', measured('yes'), {
    keyPage: 'https://console.groq.com/keys',
    quirks: {
      maxTokensField: 'max_completion_tokens',
      thinking: 'groq',
      hideModels: 'whisper|tts|guard|orpheus|allam',
    },
  }),
  cloud('openrouter', 'OpenRouter', 'https://openrouter.ai/api/v1', measured('yes'), {
    keyPage: 'https://openrouter.ai/settings/keys',
    signIn: 'openrouter',
    quirks: {
      allowedHeaders: ['http-referer', 'x-title', 'x-openrouter-title', 'x-openrouter-categories'],
      thinking: 'openrouter',
      sendsReasoningBack: true,
      reasoningField: 'reasoning_details',
      takesFiles: true,
      publicModels: true,
    },
  }),
  cloud('mistral', 'Mistral', 'https://api.mistral.ai/v1', measured('yes'), {
    keyPage: 'https://console.mistral.ai/api-keys',
    quirks: {
      allowedHeaders: ['x-mistral-user-agent'],
      // Usage comes without being asked for, and unknown fields are refused.
      streamOptions: false,
      thinking: 'effort',
      efforts: ['none', 'high'],
      prefill: 'prefix',
      hideModels: 'moderation|\\bocr|transcribe|-tts|realtime',
    },
  }),
  cloud('deepseek', 'DeepSeek', 'https://api.deepseek.com', measured('yes'), {
    keyPage: 'https://platform.deepseek.com/api_keys',
    quirks: {
      chatPath: '/chat/completions',
      modelsPath: '/models',
      thinking: 'switch-effort',
      formats: ['json'],
      prefill: 'prefix',
      prefillPath: '//beta/chat/completions',
    },
  }),
  cloud('xai', 'xAI', 'https://api.x.ai/v1', measured('yes'), {
    keyPage: 'https://console.x.ai',
    quirks: { modelsPath: '/language-models', thinking: 'effort' },
  }),
  cloud('together', 'Together', 'https://api.together.xyz/v1', measured('yes'), {
    keyPage: 'https://api.together.xyz/settings/api-keys',
    quirks: { hideModels: 'rerank|guard|whisper' },
  }),
  cloud('fireworks', 'Fireworks', 'https://api.fireworks.ai/inference/v1', measured('yes'), {
    quirks: {
      allowedHeaders: ['http-referer', 'x-title'],
      thinking: 'effort',
      hideModels: 'rerank|flux|whisper',
    },
  }),
  cloud('cerebras', 'Cerebras', 'https://api.cerebras.ai/v1', measured('yes'), {
    keyPage: 'https://cloud.cerebras.ai',
    quirks: {
      maxTokensField: 'max_completion_tokens',
      modelsPath: '//public/v1/models',
      publicModels: true,
      sendsReasoningBack: true,
      reasoningField: 'reasoning',
      hidesKeyRefusal: true,
    },
  }),
  cloud('hugging-face', 'Hugging Face', 'https://router.huggingface.co/v1', likely('unproven'), {
    keyPage: 'https://huggingface.co/settings/tokens',
  }),
  cloud('perplexity', 'Perplexity', 'https://api.perplexity.ai', measured('yes'), {
    quirks: {
      allowedHeaders: ['x-title', 'x-source'],
      chatPath: '/chat/completions',
      modelsPath: null,
      fixedModels: ['sonar', 'sonar-pro', 'sonar-reasoning-pro', 'sonar-deep-research'],
      streamOptions: false,
      alternates: true,
      efforts: ['low', 'medium', 'high'],
    },
  }),
  cloud('github', 'GitHub Models', 'https://models.github.ai/inference', unverified, {
    keyPage: 'https://github.com/settings/personal-access-tokens',
    quirks: { modelsPath: '//catalog/models' },
  }),
  cloud('azure', 'Azure OpenAI', 'https://{resource}.openai.azure.com/openai/v1', measured('yes'), {
    quirks: {
      keyHeader: 'api-key',
      maxTokensField: 'max_completion_tokens',
      // It lists what could be deployed, not what is: deployments are typed by hand.
      modelsPath: null,
    },
  }),
  cloud('cohere', 'Cohere', 'https://api.cohere.ai/compatibility/v1', measured('yes'), {
    keyPage: 'https://dashboard.cohere.com/api-keys',
    quirks: { efforts: ['none', 'high'], hideModels: '^(embed|rerank|cohere-transcribe)-?' },
  }),
  cloud('moonshot', 'Moonshot', 'https://api.moonshot.ai/v1', measured('yes'), {
    keyPage: 'https://platform.moonshot.ai/console/api-keys',
    quirks: {
      allowedHeaders: ['referer', 'x-stainless-lang'],
      thinking: 'switch',
      sendsReasoningBack: true,
      prefill: 'partial',
      noSampling: '^(kimi-k2\\.[5-9]|kimi-k[3-9])',
    },
  }),
  cloud('zai', 'Z.ai', 'https://api.z.ai/api/paas/v4', measured('yes'), {
    keyPage: 'https://z.ai/manage-apikey/apikey-list',
    quirks: {
      thinking: 'switch',
      modelsPath: null,
      fixedModels: [
        'glm-5.3',
        'glm-5.2',
        'glm-5.1',
        'glm-5',
        'glm-4.7',
        'glm-4.7-flash',
        'glm-4.6v',
      ],
    },
  }),
  cloud(
    'alibaba',
    'Alibaba Model Studio',
    'https://dashscope-intl.aliyuncs.com/compatible-mode/v1',
    measured('yes'),
    { quirks: { thinking: 'flag', hideModels: 'embedding|rerank|tts|asr|image|^wan|realtime' } },
  ),
  cloud('deepinfra', 'DeepInfra', 'https://api.deepinfra.com/v1/openai', unverified),
  cloud('ollama-cloud', 'Ollama Cloud', 'https://ollama.com', unverified, {
    kind: 'ollama',
    keyPage: 'https://ollama.com/settings/keys',
  }),
  cloud(
    'bedrock',
    'Amazon Bedrock',
    'https://bedrock-runtime.{region}.amazonaws.com',
    measured('no'),
  ),
  cloud('nvidia', 'NVIDIA', 'https://integrate.api.nvidia.com/v1', measured('no')),
  cloud('wandb', 'W&B Inference', 'https://api.inference.wandb.ai/v1', {
    answers: 'no',
    asOf: '2025-11-30',
    evidence: 'likely',
  }),
];

const ownServers: readonly Preset[] = [
  own(
    'litellm',
    'LiteLLM',
    'http://localhost:4000',
    told('yes'),
    { modelsPath: '//model/info' },
    true,
  ),
  own('lm-studio', 'LM Studio', 'http://localhost:1234', told('with-setting', '2026-04-29'), {
    modelsPath: '//api/v1/models',
  }),
  own('vllm', 'vLLM', 'http://localhost:8000', told('yes'), {
    thinking: 'template',
    prefill: 'final',
  }),
  own('koboldcpp', 'KoboldCpp', 'http://localhost:5001', told('yes', '2024-10-01'), {
    thinking: 'none',
  }),
  own('localai', 'LocalAI', 'http://localhost:8080', told('with-setting')),
  own(
    'jan',
    'Jan',
    'http://localhost:1337/v1',
    told('yes'),
    {
      allowedHeaders: ['accept', 'cache-control', 'x-api-key', 'x-requested-with'],
      thinking: 'template',
    },
    true,
  ),
  own('text-generation-webui', 'text-generation-webui', 'http://localhost:5000', told('yes')),
];

/** In the order in which they are offered. */
export const presets: readonly Preset[] = [...clouds, ...ownServers];

export function presetById(id: string | undefined): Preset | undefined {
  return presets.find((each) => each.id === id);
}
