/**
 * How a server is told to let this page in: the exact lines per server and system, filled in with the page's origin.
 * Pure text for people to run; nothing here is ever run by us.
 */
import type { ProviderKind } from './connection.ts';

export const adviceSystems = [
  'systemd',
  'macos',
  'windows',
  'docker',
  'llama-server',
  'lm-studio',
  'vllm',
] as const;
export type AdviceSystem = (typeof adviceSystems)[number];

export type OriginsAdvice = {
  readonly system: AdviceSystem;
  /** To be pasted as it stands; several lines. */
  readonly code: string;
};

/** Empty for an origin that no server can be told (a file page, whose origin is `null`). */
export function originsAdvice(kind: ProviderKind, pageOrigin: string): readonly OriginsAdvice[] {
  // The origin stands inside commands: anything a shell could read as more than an address is left out.
  if (!/^https?:\/\/[a-z0-9.:[\]-]+$/i.test(pageOrigin)) return [];
  return byKind[kind](pageOrigin.toLowerCase());
}

/** The kind that usually listens at this port, for a server that does not let itself be asked. */
export function likelyKind(baseUrl: string): ProviderKind {
  const { port } = new URL(baseUrl);
  if (port === '8080' || port === '9931') return 'llama-server';
  return port === '1234' || port === '8000' ? 'openai' : 'ollama';
}

/** Ollama compares whole origins: no path, no slash at the end. Several are joined by commas. */
const byKind: Record<ProviderKind, (origin: string) => readonly OriginsAdvice[]> = {
  ollama: (origin) => [
    {
      system: 'systemd',
      code: [
        'sudo mkdir -p /etc/systemd/system/ollama.service.d',
        `printf '[Service]\\nEnvironment="OLLAMA_ORIGINS=${origin}"\\n' |`,
        '  sudo tee /etc/systemd/system/ollama.service.d/origins.conf',
        'sudo systemctl daemon-reload',
        'sudo systemctl restart ollama',
      ].join('\n'),
    },
    {
      system: 'macos',
      code: [
        `launchctl setenv OLLAMA_ORIGINS "${origin}"`,
        `osascript -e 'quit app "Ollama"'`,
        'sleep 2; open -a Ollama',
      ].join('\n'),
    },
    { system: 'windows', code: `setx OLLAMA_ORIGINS "${origin}"` },
    {
      system: 'docker',
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
  'llama-server': (origin) => [
    { system: 'llama-server', code: `llama-server --cors-origins ${origin}` },
  ],
  openai: (origin) => [
    { system: 'lm-studio', code: 'lms server start --cors' },
    { system: 'vllm', code: `vllm serve --allowed-origins '["${origin}"]'` },
  ],
};
