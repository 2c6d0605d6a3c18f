/**
 * How a server is told to let this page in: the exact lines per server and system, filled in with the page's origin.
 * Pure text for people to run; nothing here is ever run by us. What else a server may need is in `server-commands.ts`.
 */
import type { ProviderKind } from './connection.ts';

/** Programs that people run themselves, by how they are set up rather than by their dialect. */
export const adviceServers = [
  'ollama',
  'llama-server',
  'lm-studio',
  'vllm',
  'localai',
  'jan',
  'litellm',
  'koboldcpp',
  'textgen',
  'proxy',
] as const;
export type AdviceServer = (typeof adviceServers)[number];

/** Where the lines go: a system, a way to start it, or a file. */
export type AdvicePlace =
  | 'systemd'
  | 'macos'
  | 'windows'
  | 'docker'
  | 'command'
  | 'settings'
  | 'config'
  | 'nginx'
  | 'caddy';

export type Advice = {
  readonly place: AdvicePlace;
  /** To be pasted as it stands; several lines. */
  readonly code: string;
};

/** Empty for an origin that no server can be told (a file page, whose origin is `null`). */
export function originsAdvice(
  server: AdviceServer,
  pageOrigin: string,
  baseUrl: string,
): readonly Advice[] {
  if (!isPlainOrigin(pageOrigin)) return [];
  return originLines[server](pageOrigin.toLowerCase(), hostIn(baseUrl));
}

/** For a preflight that stops one header. */
export function headerAdvice(
  server: AdviceServer,
  header: string,
  pageOrigin: string,
  baseUrl: string,
): readonly Advice[] {
  if (!/^[a-z0-9-]{1,60}$/i.test(header) || !isPlainOrigin(pageOrigin)) return [];
  const names = [...new Set(['content-type', 'authorization', header.toLowerCase()])];
  if (server === 'llama-server') {
    return [{ place: 'command', code: `llama-server --cors-headers "${names.join(', ')}"` }];
  }
  if (server === 'vllm') {
    return [{ place: 'command', code: `vllm serve MODEL --allowed-headers '["*"]'` }];
  }
  if (server === 'litellm') {
    return [{ place: 'config', code: 'general_settings:\n  cors_allow_headers: ["*"]' }];
  }
  return proxyLines(pageOrigin.toLowerCase(), hostIn(baseUrl), names.join(', '));
}

/** The server that usually listens at this port, for one that does not let itself be asked. */
export function likelyServer(
  kind: ProviderKind | undefined,
  presetId: string | undefined,
  baseUrl: string,
): AdviceServer {
  const preset = serverByPreset[(presetId ?? '').toLowerCase().replace(/[^a-z]/g, '')];
  if (preset) return preset;
  if (kind === 'ollama' || kind === 'llama-server') return kind;
  const byPort = serverByPort[new URL(baseUrl).port];
  if (byPort && (kind === undefined || !['ollama', 'llama-server'].includes(byPort))) return byPort;
  return kind === undefined ? 'ollama' : 'proxy';
}

const serverByPreset: Readonly<Record<string, AdviceServer>> = {
  ollama: 'ollama',
  llamaserver: 'llama-server',
  llamacpp: 'llama-server',
  lmstudio: 'lm-studio',
  vllm: 'vllm',
  localai: 'localai',
  jan: 'jan',
  litellm: 'litellm',
  kobold: 'koboldcpp',
  koboldcpp: 'koboldcpp',
  textgen: 'textgen',
  textgenerationwebui: 'textgen',
  oobabooga: 'textgen',
};

const serverByPort: Readonly<Record<string, AdviceServer>> = {
  '11434': 'ollama',
  '8080': 'llama-server',
  '9931': 'llama-server',
  '1234': 'lm-studio',
  '8000': 'vllm',
  '1337': 'jan',
  '4000': 'litellm',
  '5001': 'koboldcpp',
  '5000': 'textgen',
};

type Lines = (origin: string, host: string) => readonly Advice[];

/** Ollama compares whole origins: no path, no slash at the end. Several are joined by commas. */
const originLines: Readonly<Record<AdviceServer, Lines>> = {
  ollama: (origin) => [
    {
      place: 'systemd',
      code: [
        'sudo mkdir -p /etc/systemd/system/ollama.service.d',
        `printf '[Service]\\nEnvironment="OLLAMA_ORIGINS=${origin}"\\n' |`,
        '  sudo tee /etc/systemd/system/ollama.service.d/origins.conf',
        'sudo systemctl daemon-reload',
        'sudo systemctl restart ollama',
      ].join('\n'),
    },
    {
      place: 'macos',
      code: [
        `launchctl setenv OLLAMA_ORIGINS "${origin}"`,
        `osascript -e 'quit app "Ollama"'`,
        'sleep 2; open -a Ollama',
      ].join('\n'),
    },
    { place: 'windows', code: `setx OLLAMA_ORIGINS "${origin}"` },
    {
      place: 'docker',
      code: [
        'docker stop ollama',
        'docker rm ollama',
        'docker run -d --name ollama -p 11434:11434 \\',
        '  -v ollama:/root/.ollama \\',
        `  -e "OLLAMA_ORIGINS=${origin}" ollama/ollama`,
      ].join('\n'),
    },
  ],
  // One origin only: llama-server sends a list back as it stands, which no browser accepts.
  'llama-server': (origin) => [{ place: 'command', code: `llama-server --cors-origins ${origin}` }],
  'lm-studio': () => [{ place: 'command', code: 'lms server start --cors' }],
  vllm: (origin) => [
    { place: 'command', code: `vllm serve MODEL --allowed-origins '["${origin}"]'` },
  ],
  localai: (origin) => [
    { place: 'command', code: `CORS=true CORS_ALLOW_ORIGINS="${origin}" local-ai run` },
    {
      place: 'docker',
      code: [
        'docker run -d -p 8080:8080 \\',
        `  -e CORS=true -e "CORS_ALLOW_ORIGINS=${origin}" localai/localai`,
      ].join('\n'),
    },
  ],
  jan: (_, host) => [{ place: 'settings', code: host }],
  litellm: (origin) => [
    { place: 'config', code: `general_settings:\n  cors_allow_origins: ["${origin}"]` },
  ],
  // Both let every page in by themselves; what refuses stands in front of them.
  koboldcpp: (origin, host) => proxyLines(origin, host, 'content-type, authorization'),
  textgen: (origin, host) => [
    { place: 'command', code: 'python server.py --api --listen' },
    ...proxyLines(origin, host, 'content-type, authorization'),
  ],
  proxy: (origin, host) => proxyLines(origin, host, 'content-type, authorization'),
};

/** For servers that cannot be told themselves: what stands in front adds the headers, and answers the preflight. */
function proxyLines(origin: string, host: string, headers: string): readonly Advice[] {
  return [
    {
      place: 'nginx',
      code: [
        'location / {',
        `  add_header Access-Control-Allow-Origin "${origin}" always;`,
        `  add_header Access-Control-Allow-Headers "${headers}" always;`,
        '  add_header Access-Control-Allow-Methods "GET, POST, DELETE, OPTIONS" always;',
        '  if ($request_method = OPTIONS) { return 204; }',
        `  proxy_pass http://${host};`,
        '  proxy_buffering off;',
        '  proxy_read_timeout 1h;',
        '}',
      ].join('\n'),
    },
    {
      place: 'caddy',
      code: [
        `header Access-Control-Allow-Origin "${origin}"`,
        `header Access-Control-Allow-Headers "${headers}"`,
        'header Access-Control-Allow-Methods "GET, POST, DELETE, OPTIONS"',
        '@preflight method OPTIONS',
        'respond @preflight 204',
        `reverse_proxy ${host}`,
      ].join('\n'),
    },
  ];
}

/** The origin stands inside commands: anything a shell could read as more than an address is left out. */
function isPlainOrigin(origin: string): boolean {
  return /^https?:\/\/[a-z0-9.:[\]-]+$/i.test(origin);
}

/** As the machine that runs the server calls it; likewise only what no shell or file takes for more. */
function hostIn(baseUrl: string): string {
  const { host } = new URL(baseUrl);
  return /^[a-z0-9.:[\]-]+$/i.test(host) ? host : '127.0.0.1:8080';
}
