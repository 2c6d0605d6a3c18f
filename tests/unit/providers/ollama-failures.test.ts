// How Ollama words what went wrong with a model -> a fault that can be acted on.
import { describe, expect, test } from 'vitest';
import type { Fault } from '../../../src/domain/fault.ts';
import { aFetcher, anAnswer } from './maker.ts';
import { lines, pullOf, replay, works } from './ollama-maker.ts';

describe('a failure', () => {
  test.each<[string, keyof typeof works, Fault]>([
    ['pull-unknown', 'pull', { kind: 'model-missing', model: 'fern:4b', where: 'registry' }],
    ['pull-mismatch', 'pull', { kind: 'digest-mismatch', work: 'download' }],
    ['pull-disk-full', 'pull', { kind: 'server-disk-full' }],
    [
      'pull-registry-down',
      'pull',
      { kind: 'registry-unreachable', host: '127.0.0.1:1', message: '' },
    ],
    ['pull-html', 'pull', { kind: 'registry-unreachable', message: '' }],
    ['pull-auth', 'pull', { kind: 'registry-refused', reason: 'signed-out' }],
    ['pull-noauth', 'pull', { kind: 'registry-refused', reason: 'signed-out' }],
    ['pull-denied', 'pull', { kind: 'registry-refused', reason: 'not-allowed' }],
    ['pull-limited', 'pull', { kind: 'rate-limited' }],
    ['pull-newer', 'pull', { kind: 'registry-refused', reason: 'newer-server' }],
    ['pull-bad-name', 'pull', { kind: 'refused', status: 400, message: '' }],
    ['push-auth', 'push', { kind: 'registry-refused', reason: 'signed-out' }],
    ['push-noauth', 'push', { kind: 'registry-refused', reason: 'signed-out' }],
    ['push-denied', 'push', { kind: 'registry-refused', reason: 'not-allowed' }],
    ['push-unknown', 'push', { kind: 'model-missing', model: 'fern:4b' }],
    [
      'create-quantize-unknown',
      'create',
      { kind: 'quantize-refused', reason: 'level', message: '' },
    ],
    [
      'create-quantize-quantized',
      'create',
      { kind: 'quantize-refused', reason: 'base', message: '' },
    ],
    ['create-no-gguf', 'create', { kind: 'gguf-refused', reason: 'not-gguf', message: '' }],
    ['create-no-extension', 'create', { kind: 'gguf-refused', reason: 'not-gguf', message: '' }],
    ['create-truncated', 'create', { kind: 'gguf-refused', reason: 'cut', message: '' }],
    ['create-cut-4', 'create', { kind: 'gguf-refused', reason: 'cut', message: '' }],
    ['create-cut-2000', 'create', { kind: 'gguf-refused', reason: 'cut', message: '' }],
    ['create-version', 'create', { kind: 'gguf-refused', reason: 'invalid', message: '' }],
    ['create-blob-missing', 'create', { kind: 'gguf-refused', reason: 'absent', message: '' }],
    [
      'create-base-missing',
      'create',
      { kind: 'registry-unreachable', host: '127.0.0.1:1', message: '' },
    ],
    ['create-bad-template', 'create', { kind: 'refused', status: 400, message: '' }],
    ['create-bad-name', 'create', { kind: 'refused', status: 400, message: '' }],
    ['create-nothing', 'create', { kind: 'refused', status: 400, message: '' }],
  ])('recorded as %s in a %s has its own kind', async (name, work, expected) => {
    const { fault } = await works[work](replay(name).fetcher);
    expect({ ...fault, message: '' }).toEqual({ ...expected, message: '' });
  });

  test.each<[string, Fault['kind']]>([
    ['There is not enough space on the disk.', 'server-disk-full'],
    ['write /x: disk quota exceeded', 'server-disk-full'],
    ['max retries exceeded: unexpected EOF', 'registry-unreachable'],
    [
      'max retries exceeded: Get "https://x.example/y": net/http: TLS handshake timeout',
      'registry-unreachable',
    ],
    ['pull model manifest: 503: ', 'registry-unreachable'],
    ['pull model manifest: 404: {"error":"no"}', 'model-missing'],
    [
      'pull model manifest: 400: {"error":"The specified tag is not a valid quantization scheme."}',
      'refused',
    ],
    ['max retries exceeded: http status 403 Forbidden: denied', 'registry-refused'],
    [
      'pull model manifest: realm host "huggingface.co" does not match original host "hf.co"',
      'registry-refused',
    ],
    ['split GGUF "a-00001-of-00002.gguf" has 1 shards, expected 2', 'gguf-refused'],
    ['something nobody has seen', 'server-error'],
  ])('that says %j is a fault of its kind', async (error, kind) => {
    expect((await pullOf(lines({ error }))).fault?.kind).toBe(kind);
  });

  test('keeps the words of the registry, without its JSON', async () => {
    const error =
      'pull model manifest: 400: {"error":"The specified tag is not a valid quantization scheme."}';
    expect((await pullOf(lines({ error }))).fault).toEqual({
      kind: 'refused',
      status: 400,
      message: 'The specified tag is not a valid quantization scheme.',
    });
  });

  test('with an error that is no text is told as well', async () => {
    expect((await pullOf(lines({ error: { code: 7 } }))).fault).toEqual({
      kind: 'server-error',
      status: 500,
      message: '{"code":7}',
    });
  });

  test('of a sign-in leads to Ollama’s own site and nowhere else', async () => {
    const at = (signin_url: string) => {
      const body = JSON.stringify({ error: 'unauthorized', signin_url });
      return works.push(
        aFetcher(() => anAnswer([body], { status: 401, type: 'application/json' })).fetcher,
      );
    };
    const signInUrl = 'https://ollama.com/connect?name=box&key=abc';
    expect((await at(signInUrl)).fault).toEqual({
      kind: 'registry-refused',
      reason: 'signed-out',
      signInUrl,
    });
    expect((await at('https://evil.example/connect')).fault?.kind).toBe('key-wanted');
  });
});
