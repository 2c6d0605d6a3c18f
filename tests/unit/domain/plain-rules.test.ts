import { expect, it } from 'vitest';
import { parseAddress, zoneOf } from '../../../src/domain/address.ts';
import { FaultError, faultCode, faultFrom } from '../../../src/domain/fault.ts';
import { modelTitle } from '../../../src/domain/model-title.ts';
import { titleFromText } from '../../../src/domain/session.ts';
import { settingsFrom } from '../../../src/domain/settings.ts';

it.each([
  ['localhost', 'http://localhost', false],
  [' box:8080 ', 'http://box:8080', true],
  ['https://x.example/api/', 'https://x.example/api', true],
  ['0.0.0.0:11434', 'http://127.0.0.1:11434', true],
  ['::1', 'http://[::1]', false],
  ['HTTP://Box', 'http://box', true],
])('the address %j is understood as %s', (text, baseUrl, exact) => {
  expect(parseAddress(text)).toEqual({ baseUrl, exact });
});

it.each([
  ['', 'empty'],
  ['ftp://x', 'scheme'],
  ['javascript:alert(1)', 'scheme'],
  ['http://x/?key=1', 'query'],
  ['http://x/#a', 'query'],
  ['http://me:secret@x', 'credentials'],
  ['two words', 'unreadable'],
  ['http://', 'unreadable'],
])('the address %j is refused: %s', (text, reason) => {
  expect(() => parseAddress(text)).toThrow(
    expect.objectContaining({
      fault: expect.objectContaining({ kind: 'invalid-address', reason }),
    }),
  );
});

it.each([
  ['http://localhost:1', 'device'],
  ['http://127.0.0.2', 'device'],
  ['http://[::1]:8080', 'device'],
  ['http://192.168.1.4', 'network'],
  ['http://172.20.0.1', 'network'],
  ['http://172.32.0.1', 'outside'],
  ['http://nas', 'network'],
  ['http://nas.local', 'network'],
  ['http://[fd00::1]', 'network'],
  ['https://api.example.com', 'outside'],
])('%s leads to %s', (baseUrl, zone) => {
  expect(zoneOf(baseUrl)).toBe(zone);
});

it.each([
  ['\n\n# Hello there\nmore', 'Hello there'],
  ['', ''],
  ['> - quoted', 'quoted'],
])('the title of %j is %j', (text, title) => {
  expect(titleFromText(text)).toBe(title);
});

it('a long first line is cut at a word, and never inside a letter', () => {
  const title = titleFromText('word '.repeat(40));
  expect(title.endsWith('word…')).toBe(true);
  expect(Array.from(title).length).toBeLessThanOrEqual(80);
  expect(titleFromText('😀'.repeat(100))).toBe(`${'😀'.repeat(79)}…`);
});

it('one bad setting falls back alone, and unknown ones are left out', () => {
  const read = settingsFrom({ mode: 'dark', requestsPerOrigin: 99, unknown: 1 });
  expect(read).toEqual({ ...settingsFrom({}), mode: 'dark' });
});

it('a fault keeps its facts through the seam, and a full disk is known by its name', () => {
  expect(faultFrom(new FaultError({ kind: 'truncated' }))).toEqual({ kind: 'truncated' });
  expect(faultFrom(new DOMException('x', 'QuotaExceededError'))).toEqual({ kind: 'storage-full' });
  expect(faultFrom('odd')).toEqual({ kind: 'unexpected', message: 'odd' });
  expect(faultCode({ kind: 'not-listening', url: '' })).toBe('NOT_LISTENING');
});

it.each([
  ['qwen3:14b', 'qwen3:14b'],
  ['meta-llama/Llama-3.3-70B', 'meta-llama/Llama-3.3-70B'],
  ['models/tiny-think.gguf', 'tiny-think.gguf'],
  ['C:\\Users\\me\\gemma.gguf', 'gemma.gguf'],
  ['/srv/models/Qwen3/', 'Qwen3'],
  ['https://files.test/m/fern.gguf?signature=abc', 'fern.gguf'],
  ['/', '/'],
])('the model %j is shown as %j', (name, title) => {
  expect(modelTitle(name)).toBe(title);
});
