import { describe, expect, test } from 'vitest';
import {
  canHold,
  type KeyPress,
  verbOfKey,
  verbsFor,
} from '../../../../src/screens/models/model-verbs.ts';
import { aConnection } from '../sessions/makers.ts';
import { aRow } from './makers.ts';

function press(key: string, change: Partial<KeyPress> = {}): KeyPress {
  return { key, altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, ...change };
}

describe('keys on a row', () => {
  test.each([
    ['Enter', 'details'],
    ['p', 'pull'],
    ['u', 'push'],
    ['c', 'copy'],
    ['o', 'chat'],
    ['b', 'card'],
    ['r', 'refresh'],
    ['Delete', 'delete'],
    ['Backspace', 'delete'],
  ])('%s is %s', (key, verb) => {
    expect(verbOfKey(press(key))).toBe(verb);
  });

  test('Shift tells one pull from all', () => {
    expect(verbOfKey(press('P', { shiftKey: true }))).toBe('pull-all');
  });

  test('with Ctrl they are the browser’s', () => {
    expect(verbOfKey(press('c', { ctrlKey: true }))).toBeUndefined();
    expect(verbOfKey(press('p', { metaKey: true }))).toBeUndefined();
  });
});

describe('verbs', () => {
  const facts = { isLoaded: false, hasCard: true, hasOtherServers: false };

  test('a model of an Ollama has all, but for what makes no sense now', () => {
    expect(verbsFor(aRow(), facts)).toEqual([
      'details',
      'chat',
      'load',
      'pull',
      'push',
      'copy',
      'create',
      'card',
      'delete',
    ]);
    expect(verbsFor(aRow(), { ...facts, isLoaded: true })).toContain('unload');
  });

  test('one that only embeds opens no chat', () => {
    expect(verbsFor(aRow({ abilities: ['embedding'] }), facts)).not.toContain('chat');
    expect(verbsFor(aRow({ abilities: ['completion', 'embedding'] }), facts)).toContain('chat');
  });

  test('a server of one model neither loads nor deletes it', () => {
    const row = aRow({ loaded: true }, aConnection({ kind: 'llama-server' }));
    expect(canHold(row)).toBe(false);
    expect(verbsFor(row, { ...facts, hasCard: false, isLoaded: true })).toEqual([
      'details',
      'chat',
    ]);
  });

  test('a model in this browser is loaded and deleted, and nothing is built of it; the guide stays', () => {
    const browser = aConnection({ kind: 'browser' });
    const none = { ...facts, hasCard: false };
    expect(verbsFor(aRow({ name: 'fern' }, browser), none)).toEqual([
      'details',
      'chat',
      'load',
      'delete',
    ]);
    expect(verbsFor(aRow({ name: 'guide' }, browser), none)).not.toContain('delete');
  });

  test('a server of several that tells their state loads them', () => {
    const row = aRow({ state: 'unloaded' }, aConnection({ kind: 'llama-server' }));
    expect(verbsFor(row, { ...facts, hasCard: false })).toContain('load');
  });
});
