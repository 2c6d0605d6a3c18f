/* The scripted servers by hand: `npm run servers -- --ollama 11434 --llama 8080 --openai 1234`. */
import { startAnthropic } from './anthropic.ts';
import { startGemini } from './gemini.ts';
import { startLlamaServer } from './llama-server.ts';
import { startOllama } from './ollama.ts';
import { startOpenAi } from './openai.ts';
import type { ScriptedServer } from './types.ts';

const usage = `Scripted model servers, for trying the app by hand.

  npm run servers                        Ollama, llama-server and an OpenAI-compatible server
  npm run servers -- --ollama 11434      only those which are named; 0 is any free port
  --ollama PORT   --llama PORT   --openai PORT   --anthropic PORT   --gemini PORT
                  the last two, which speak as the clouds do, only where they are named
  --rate N        tokens a second (default 40; 0 as fast as it goes)
  --key KEY       all but Ollama ask for this key
  --load MS       a model takes this long to load
`;

export async function main(args: readonly string[]): Promise<void> {
  const wanted = readArgs(args);
  if (!wanted) {
    process.stdout.write(usage);
    return;
  }
  const rate = wanted.get('rate') ?? '40';
  const key = wanted.get('key');
  const load = wanted.get('load');
  const common = {
    tokensPerSecond: Number(rate),
    ...(load === undefined ? {} : { loadMs: Number(load) }),
  };
  const keyed = key === undefined ? {} : { key };
  const named = [...local, ...clouds].some((name) => wanted.has(name));
  const portOf = (name: string, usual: number) => {
    const given = wanted.get(name);
    return given === undefined ? (named ? undefined : usual) : Number(given);
  };
  const cloudPort = (name: string) => (wanted.has(name) ? Number(wanted.get(name)) : undefined);
  const starts: [string, number | undefined, (port: number) => Promise<ScriptedServer>][] = [
    ['Ollama', portOf('ollama', 11434), (port) => startOllama({ ...common, port })],
    [
      'llama-server',
      portOf('llama', 8080),
      (port) => startLlamaServer({ ...common, ...keyed, port, models: thinkingModel }),
    ],
    [
      'OpenAI-compatible',
      portOf('openai', 1234),
      (port) => startOpenAi({ ...common, ...keyed, port }),
    ],
    ['Anthropic', cloudPort('anthropic'), (port) => startAnthropic({ ...common, ...keyed, port })],
    ['Gemini', cloudPort('gemini'), (port) => startGemini({ ...common, ...keyed, port })],
  ];
  let first: ScriptedServer | undefined;
  for (const [name, port, start] of starts) {
    if (port === undefined) continue;
    try {
      const server = await start(port);
      first ??= server;
      process.stdout.write(`${name.padEnd(18)} ${server.url}\n`);
    } catch (error) {
      process.stdout.write(`${name.padEnd(18)} not started: ${String(error)}\n`);
    }
  }
  if (first) process.stdout.write(help(first.url));
}

const local = ['ollama', 'llama', 'openai'];
const clouds = ['anthropic', 'gemini'];

const thinkingModel = [
  { name: 'models/tiny-think.gguf', capabilities: ['completion', 'thinking'] },
];

function help(url: string): string {
  return `
A message may hold tokens=2000 and rate=300. To make a server misbehave:
  curl ${url}/__control -d '{"set":{"once":{"cut":{"afterTokens":20}}}}'
  curl ${url}/__control -d '{"set":{"stall":{"afterTokens":5}}}'     then '{"release":true}'
  curl ${url}/__control -d '{"set":{"status":{"code":429,"retryAfter":3}}}'
  curl ${url}/__control -d '{"set":{"on":"job","transfer":{"bytesPerSecond":50000000}}}'   (Ollama: pulls)
  curl ${url}/__control -d '{"say":"Another answer."}'
  curl ${url}/__control -d '{"reset":true}'
  curl ${url}/__requests
All faults are listed in tests/servers/types.ts. Ctrl+C ends the servers.
`;
}

/** Undefined: not understood, or help was asked for. */
function readArgs(args: readonly string[]): Map<string, string> | undefined {
  const found = new Map<string, string>();
  const known = [...local, ...clouds, 'rate', 'key', 'load'];
  for (let at = 0; at < args.length; at += 2) {
    const name = args[at]?.replace(/^--/, '') ?? '';
    const value = args[at + 1];
    if (!known.includes(name) || value === undefined) return undefined;
    if (name !== 'key' && !/^\d+$/.test(value)) return undefined;
    found.set(name, value);
  }
  return found;
}
