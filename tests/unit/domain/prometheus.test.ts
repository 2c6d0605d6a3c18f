// Metrics in the text form of Prometheus, from a record of a real llama-server and from what others write.
import { describe, expect, test } from 'vitest';
import {
  countersFrom,
  parsePrometheus,
  pointBetween,
  type ServerCounters,
  wasActive,
} from '../../../src/domain/prometheus.ts';
import { readRecord } from '../../servers/records.ts';

const recorded = () => countersFrom(parsePrometheus(readRecord('metrics').body)) as ServerCounters;

describe('the text', () => {
  test('of a real server is read line by line', () => {
    const samples = parsePrometheus(readRecord('metrics').body);
    expect(samples).toHaveLength(15);
    expect(samples[0]).toEqual({ name: 'llamacpp:prompt_tokens_total', labels: {}, value: 33 });
    expect(samples.find(({ name }) => name.endsWith('tokens_predicted_seconds_total'))?.value).toBe(
      0.000358,
    );
  });

  test('may have labels, instants, other numbers and line ends', () => {
    const text = [
      'a_total{position="0",name="a \\"b\\" \\\\ c\\nd"} 3 1795160224000\r',
      'up 1e3',
      'most +Inf',
      'least -Inf',
      '  ',
    ].join('\n');
    expect(parsePrometheus(text)).toEqual([
      { name: 'a_total', labels: { position: '0', name: 'a "b" \\ c\nd' }, value: 3 },
      { name: 'up', labels: {}, value: 1000 },
      { name: 'most', labels: {}, value: Number.POSITIVE_INFINITY },
      { name: 'least', labels: {}, value: Number.NEGATIVE_INFINITY },
    ]);
  });

  test('keeps its good lines beside those nobody can read', () => {
    expect(
      parsePrometheus('up 1\nthis is no metric at all\nup_too many\nnan_value NaN\nb 2'),
    ).toEqual([
      { name: 'up', labels: {}, value: 1 },
      { name: 'b', labels: {}, value: 2 },
    ]);
  });

  test('of something else is no llama-server', () => {
    expect(countersFrom(parsePrometheus('go_goroutines 12'))).toBeUndefined();
    expect(countersFrom(parsePrometheus('<html></html>'))).toBeUndefined();
  });
});

describe('two readings', () => {
  test('give the speed of the work between them, not of the time that passed', () => {
    const before = recorded();
    const now = {
      ...before,
      writtenTokens: before.writtenTokens + 80,
      writtenSeconds: (before.writtenSeconds ?? 0) + 2,
      promptTokens: before.promptTokens + 600,
      promptSeconds: (before.promptSeconds ?? 0) + 0.5,
      working: 1,
      waiting: 2,
    };
    const point = pointBetween(before, now, 5);
    expect(point).toMatchObject({ at: 5, working: 1, waiting: 2 });
    expect(point.speed).toBeCloseTo(40);
    expect(point.promptSpeed).toBeCloseTo(1200);
  });

  test('without work in between have no speed', () => {
    const before = recorded();
    expect(pointBetween(before, before, 5)).toEqual({ at: 5, working: 0, waiting: 0 });
  });

  test('of which the first is the very first have none: what came before may be days old', () => {
    expect(pointBetween(undefined, recorded(), 5)).not.toHaveProperty('speed');
  });

  test('around a restart count from its beginning', () => {
    const before = { ...recorded(), writtenTokens: 9000, writtenSeconds: 300 };
    const now = { ...recorded(), writtenTokens: 50, writtenSeconds: 2 };
    expect(pointBetween(before, now, 5).speed).toBeCloseTo(25);
  });

  test('of a server that counts no seconds take its own average', () => {
    const { writtenSeconds: _seconds, ...older } = recorded();
    const point = pointBetween(older, { ...older, writtenTokens: 40, speed: 12.5 }, 5);
    expect(point.speed).toBe(12.5);
  });

  test('tell whether anything happened', () => {
    const before = recorded();
    expect(wasActive(before, before)).toBe(false);
    expect(wasActive(before, { ...before, working: 1 })).toBe(true);
    expect(wasActive({ ...before, working: 1 }, before)).toBe(true);
    expect(wasActive(before, { ...before, promptTokens: 34 })).toBe(true);
  });
});
