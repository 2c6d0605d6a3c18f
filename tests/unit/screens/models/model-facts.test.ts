import { describe, expect, test } from 'vitest';
import type { Job } from '../../../../src/domain/job.ts';
import { detailFacts, detailTexts } from '../../../../src/screens/models/detail-facts.ts';
import {
  contextWords,
  jobFact,
  leftWords,
  shortDigest,
  splitFact,
  stateFact,
  underName,
} from '../../../../src/screens/models/model-facts.ts';
import { nameTrouble } from '../../../../src/screens/models/name-words.ts';
import { readPublicKey } from '../../../../src/screens/models/public-key.ts';
import { aModel } from '../sessions/makers.ts';
import { aRow } from './makers.ts';

const minute = 60_000;

describe('words of a model', () => {
  test('what stands under the name leaves out what is not told', () => {
    expect(underName(aModel({ parameterSize: '4.0B', digest: 'sha256:0123456789abcdef' }), 0)).toBe(
      '4.0B · 0123456789ab',
    );
    expect(underName(aModel(), 0)).toBe('');
    expect(shortDigest(undefined)).toBeUndefined();
  });

  test('a context is said as people say it', () => {
    expect(contextWords(undefined)).toBe('');
    expect(contextWords(512)).toBe('512');
    expect(contextWords(40_960)).toBe('40k');
    expect(contextWords(1_048_576)).toBe('1M');
  });

  test('time left runs by the minute', () => {
    expect(leftWords(4.6 * minute, 0)).toBe('4 min');
    expect(leftWords(20_000, 0)).toBe('less than a minute');
    expect(leftWords(0, minute)).toBe('less than a minute');
  });
});

describe('the state of a model', () => {
  test('in memory it is told with its time left', () => {
    const loaded = { name: 'fern', expiresAt: 5 * minute };
    expect(stateFact(aModel(), loaded, true, minute)).toEqual({
      tone: 'ok',
      text: 'loaded, 4 min',
    });
    expect(stateFact(aModel(), { name: 'fern' }, true, 0).text).toBe('loaded');
  });

  test('a failed one is told by shape and words', () => {
    expect(stateFact(aModel({ state: 'failed' }), undefined, false, 0)).toEqual({
      tone: 'error',
      text: 'could not be loaded',
    });
    expect(stateFact(aModel(), undefined, false, 0).text).toBe('on disk');
  });

  test('a job about it goes before all', () => {
    const job = { state: 'running', task: { kind: 'pull', model: 'fern' } } as const;
    const made = { ...job, progress: { step: 'pulling', doneBytes: 62, totalBytes: 100 } };
    expect(jobFact(made as unknown as Job)).toEqual({ text: '62%', fraction: 0.62 }); // the fields that are read
    expect(jobFact(job as unknown as Job)).toEqual({ text: 'pulling' });
    expect(jobFact({ ...job, state: 'waiting' } as unknown as Job).text).toBe('waits: pulling');
  });
});

describe('where a loaded model works', () => {
  test.each([
    [{ sizeBytes: 100, vramBytes: 100 }, 1, '100% GPU'],
    [{ sizeBytes: 100, vramBytes: 0 }, 0, '100% CPU'],
    [{ sizeBytes: 100, vramBytes: 62 }, 0.62, '38% CPU, 62% GPU'],
    [{ sizeBytes: 100 }, undefined, 'split not told'],
  ])('%j', (told, share, text) => {
    expect(splitFact({ name: 'fern', ...told })).toEqual({ share, text });
  });
});

test('details name what there is and leave out the rest', () => {
  const facts = detailFacts(aRow({ name: 'fern:4b', quantization: 'Q4_K_M' }), undefined, 0);
  expect(Object.fromEntries(facts)).toEqual({
    'Full name': 'fern:4b',
    Server: 'Hall',
    Quantisation: 'Q4_K_M',
    Memory: 'not in memory',
  });
});

test('the texts to copy come in the order people look for them', () => {
  const texts = detailTexts({
    model: aModel(),
    license: 'MIT',
    modelfile: 'FROM fern',
    info: { 'general.architecture': 'fern' },
    messages: [{ role: 'user', content: 'Hi' }],
  });
  expect(texts.map(({ id }) => id)).toEqual(['messages', 'modelfile', 'info', 'license']);
  expect(texts[0]?.text).toBe('user: Hi');
  expect(detailTexts({ model: aModel(), info: {} })).toEqual([]);
});

test('a name that cannot be one is explained', () => {
  expect(nameTrouble('')).toBe('Type the name of a model first.');
  expect(nameTrouble('fern:')).toBe('The tag is missing.');
  expect(nameTrouble('http://fern')).toBe('A name does not begin with http://.');
  expect(nameTrouble('a b')).toContain('cannot stand in the name');
  expect(nameTrouble('hf.co/maker/fern-GGUF:Q4_K_M')).toBeUndefined();
});

describe('a pasted public key', () => {
  const key = `ssh-ed25519 ${'A'.repeat(68)} hall`;

  test('is kept on one line', () => {
    expect(readPublicKey(` ${key}\n`)).toEqual({ ok: true, key });
    expect(readPublicKey('')).toEqual({ ok: true, key: '' });
  });

  test('is never the private half', () => {
    const half = '-----BEGIN OPENSSH PRIVATE KEY-----\nb3Blbn';
    expect(readPublicKey(half)).toEqual({ ok: false, reason: 'private' });
    expect(readPublicKey('hello')).toEqual({ ok: false, reason: 'none' });
  });
});
