import { describe, expect, test } from 'vitest';
import {
  adviceServers,
  headerAdvice,
  likelyServer,
  originsAdvice,
} from '../../../src/domain/origins-advice.ts';
import { commandTopics, serverCommands } from '../../../src/domain/server-commands.ts';

const origin = 'https://llantern.example';
const box = 'http://192.168.1.4:8080';

describe('advice about origins', () => {
  test('Ollama has lines for systemd, macOS, Windows and Docker, each with the origin of this page', () => {
    const advice = originsAdvice('ollama', origin, box);
    expect(advice.map(({ place }) => place)).toEqual(['systemd', 'macos', 'windows', 'docker']);
    for (const { code } of advice) {
      expect(code).toContain('OLLAMA_ORIGINS');
      expect(code).toContain(origin);
      // A slash at the end would never match.
      expect(code).not.toContain(`${origin}/`);
    }
  });

  test.each(adviceServers)('there is something to do for %s', (server) => {
    expect(originsAdvice(server, origin, box).length).toBeGreaterThan(0);
  });

  test.each(['vllm', 'localai', 'litellm', 'proxy'] as const)(
    'the lines for %s hold the origin of this page',
    (server) => {
      for (const { code } of originsAdvice(server, origin, box)) expect(code).toContain(origin);
    },
  );

  test('llama-server is given one origin', () => {
    expect(originsAdvice('llama-server', origin, box)[0]?.code).toContain(
      `--cors-origins ${origin}`,
    );
  });

  test('a proxy passes on to the server of the connection', () => {
    for (const { code } of originsAdvice('proxy', origin, box)) {
      expect(code).toContain('192.168.1.4:8080');
    }
  });

  test('an origin with a port is kept whole', () => {
    const advice = originsAdvice('ollama', 'http://192.168.1.2:8443', box);
    expect(advice[0]?.code).toContain('OLLAMA_ORIGINS=http://192.168.1.2:8443"');
  });

  test('a page that was opened as a file has no origin to tell', () => {
    expect(originsAdvice('ollama', 'null', box)).toEqual([]);
  });

  test('an origin that a shell could take for more is never put into a command', () => {
    expect(originsAdvice('ollama', 'https://$(reboot).example', box)).toEqual([]);
    expect(originsAdvice('vllm', "https://a';x'.example", box)).toEqual([]);
  });
});

describe('advice about a refused header', () => {
  test('names the header beside those that are always sent', () => {
    const [advice] = headerAdvice('llama-server', 'X-Api-Key', origin, box);
    expect(advice?.code).toContain('"content-type, authorization, x-api-key"');
  });

  test('is not given for what is no name of a header', () => {
    expect(headerAdvice('proxy', 'x"; rm -rf /', origin, box)).toEqual([]);
  });
});

describe('the likely server', () => {
  test.each([
    ['http://box:11434', 'ollama'],
    ['http://box:8080', 'llama-server'],
    ['http://box:1234', 'lm-studio'],
    ['http://box:8000', 'vllm'],
  ] as const)('at %s, where nothing is known of it', (url, server) => {
    expect(likelyServer(undefined, undefined, url)).toBe(server);
  });

  test('is what the connection was made as', () => {
    expect(likelyServer('openai', 'lm-studio', 'http://box:9000')).toBe('lm-studio');
    expect(likelyServer('llama-server', undefined, 'http://box:11434')).toBe('llama-server');
    expect(likelyServer('openai', undefined, 'http://box:4000')).toBe('litellm');
    expect(likelyServer('openai', undefined, 'http://box:8080')).toBe('proxy');
  });
});

describe('commands', () => {
  test.each(commandTopics)('about %s name something for Ollama', (topic) => {
    expect(serverCommands(topic, 'ollama').length).toBeGreaterThan(0);
  });
});
