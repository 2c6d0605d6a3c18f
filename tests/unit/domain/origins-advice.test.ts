import { describe, expect, test } from 'vitest';
import { likelyKind, originsAdvice } from '../../../src/domain/origins-advice.ts';

const origin = 'https://llantern.example';

describe('advice about origins', () => {
  test('Ollama has lines for systemd, macOS, Windows and Docker, each with the origin of this page', () => {
    const advice = originsAdvice('ollama', origin);
    expect(advice.map(({ system }) => system)).toEqual(['systemd', 'macos', 'windows', 'docker']);
    for (const { code } of advice) {
      expect(code).toContain('OLLAMA_ORIGINS');
      expect(code).toContain(origin);
      // A slash at the end would never match.
      expect(code).not.toContain(`${origin}/`);
    }
  });

  test('llama-server is given one origin', () => {
    expect(originsAdvice('llama-server', origin)[0]?.code).toContain(`--cors-origins ${origin}`);
  });

  test('an origin with a port is kept whole', () => {
    const advice = originsAdvice('ollama', 'http://192.168.1.2:8443');
    expect(advice[0]?.code).toContain('OLLAMA_ORIGINS=http://192.168.1.2:8443"');
  });

  test('a page that was opened as a file has no origin to tell', () => {
    expect(originsAdvice('ollama', 'null')).toEqual([]);
  });

  test('an origin that a shell could take for more is never put into a command', () => {
    expect(originsAdvice('ollama', 'https://$(reboot).example')).toEqual([]);
    expect(originsAdvice('openai', "https://a';x'.example")).toEqual([]);
  });

  test('the port hints at the kind of a server that does not answer us', () => {
    expect(likelyKind('http://box:11434')).toBe('ollama');
    expect(likelyKind('http://box:8080')).toBe('llama-server');
    expect(likelyKind('http://box:8000')).toBe('openai');
  });
});
