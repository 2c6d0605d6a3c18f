import { describe, expect, test } from 'vitest';
import {
  hasChanged,
  outcomeWords,
  percentWords,
  progressWords,
  stallWords,
  stepWords,
  taskTitle,
  waitReason,
} from '../../../../src/screens/jobs/job-words.ts';
import { aJob } from './makers.ts';

describe('what a job is', () => {
  test('is told with all that it is about', () => {
    expect(taskTitle({ kind: 'copy', model: 'fern:4b', to: 'me/fern' })).toBe(
      'Copy fern:4b to me/fern',
    );
    const recipe = {};
    const file = { fileName: 'fern.gguf', sizeBytes: 1, fileKey: 'k' };
    expect(taskTitle({ kind: 'import', model: 'fern', recipe, ...file })).toBe(
      'Import fern.gguf as fern',
    );
  });

  test('a step that only the server knows is said in its words', () => {
    expect(stepWords({ step: 'pulling' })).toBe('downloading');
    expect(stepWords({ step: 'counting sheep' })).toBe('counting sheep');
    expect(stepWords(undefined)).toBe('starting');
  });
});

test('a job of a server that is switched off says why it waits', () => {
  const connections = [
    { id: 'hall', enabled: false },
    { id: 'attic', enabled: true },
  ];
  expect(waitReason({ connectionId: 'hall' }, connections)).toBe('its server is switched off');
  expect(waitReason({ connectionId: 'attic' }, connections)).toBeUndefined();
});

describe('how far it is', () => {
  const progress = {
    step: 'pulling',
    doneBytes: 2_000_000_000,
    totalBytes: 8_000_000_000,
    layersDone: 1,
    layersTotal: 5,
    bytesPerSecond: 50_000_000,
  };

  test('bytes, layers, speed and time left', () => {
    expect(progressWords(progress)).toBe(
      '2.0 GB of 8.0 GB · 1 of 5 files · 50.0 MB/s · 2 min 00 s left',
    );
    expect(percentWords(progress)).toBe('25%');
  });

  test('while nothing moves neither speed nor time are promised', () => {
    const stalled = { ...progress, stalledSince: 5000 };
    expect(progressWords(stalled)).toBe('2.0 GB of 8.0 GB · 1 of 5 files');
    expect(stallWords(stalled, 30_000)).toContain('25 s');
    expect(stallWords(progress, 30_000)).toBeUndefined();
  });

  test('nothing is made up where nothing is known', () => {
    expect(progressWords({ step: 'manifest' })).toBe('');
    expect(percentWords({ step: 'manifest' })).toBe('');
  });
});

describe('what came of it', () => {
  const done = (outcome: NonNullable<ReturnType<typeof aJob>['outcome']>) =>
    aJob({ state: 'done', outcome });

  test('a pull tells what changed, by its digests before and after', () => {
    const before = `sha256:${'a'.repeat(64)}`;
    const after = 'b'.repeat(64);
    expect(outcomeWords(done({ digestBefore: before, digestAfter: after }))).toBe(
      'changed: aaaaaaaaaaaa is now bbbbbbbbbbbb',
    );
    expect(outcomeWords(done({ digestBefore: before, digestAfter: 'a'.repeat(64) }))).toBe(
      'nothing new',
    );
    expect(outcomeWords(done({ digestAfter: after }))).toBe('new: bbbbbbbbbbbb');
    expect(hasChanged(done({ digestAfter: after }))).toBeUndefined();
  });

  test('a delete tells what it freed and who keeps files', () => {
    const job = aJob({
      task: { kind: 'delete', model: 'fern' },
      outcome: { freedBytes: 0, sharedWith: ['coach'] },
    });
    expect(outcomeWords(job)).toBe('freed next to nothing · files stay with coach');
  });
});
