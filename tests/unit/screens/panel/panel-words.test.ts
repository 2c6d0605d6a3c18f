// What the panel says of slots, models and files, and what it takes as typed.
import { beforeAll, describe, expect, test } from 'vitest';
import type { RouterModel, SlotView } from '../../../../src/domain/server-panel.ts';
import { loadWords } from '../../../../src/i18n/i18n.ts';
import { fileOf, readScale } from '../../../../src/screens/models/panel/adapter-scales.ts';
import {
  eventText,
  isSlotFile,
  modelState,
  slotFileName,
  slotFill,
  slotWork,
} from '../../../../src/screens/models/panel/panel-words.ts';
import { shownPiece } from '../../../../src/screens/models/panel/token-pieces.ts';

beforeAll(() => loadWords('panel'));

const slot = (change: Partial<SlotView> = {}): SlotView => ({ id: 0, isBusy: false, ...change });
const model = (change: Partial<RouterModel>): RouterModel => ({
  id: 'm',
  state: 'unloaded',
  aliases: [],
  ...change,
});

describe('a slot', () => {
  test('says whether it was used, and what it does', () => {
    expect(slotWork(slot())).toBe('not used yet');
    expect(slotWork(slot({ taskId: 3, heldTokens: 0 }))).toBe('idle');
    expect(slotWork(slot({ isBusy: true, heldTokens: 2048, cachedTokens: 512 }))).toBe(
      'reading, 2,048 so far · 512 found in memory',
    );
    const writing = slot({ isBusy: true, writtenTokens: 12, speed: 41.25 });
    expect(slotWork(writing)).toBe('writing, 12 so far · 41.3 tok/s');
  });

  test('says how full it is, as far as its size is known', () => {
    expect(slotFill(slot({ heldTokens: 1024, contextLength: 4096 }))).toEqual({
      text: '1,024 of 4,096 tokens',
      fraction: 0.25,
    });
    expect(slotFill(slot({ heldTokens: 1 }))).toEqual({ text: '1 token' });
  });

  test('has a file that is named after its session', () => {
    const guest = (title: string) => ({ sessionId: 's', title, isKept: false });
    expect(slotFileName(slot({ guest: guest('Größe & Gewicht: “A/B”?') }))).toBe(
      'gro-e-gewicht-a-b.bin',
    );
    expect(slotFileName(slot({ id: 2, guest: guest('日本語') }))).toBe('slot-2.bin');
    expect(isSlotFile(slotFileName(slot()))).toBe(true);
  });

  test.each(['', '../a.bin', 'a b.bin', 'a\\b', '..', '.'])('has no file named %j', (name) => {
    expect(isSlotFile(name)).toBe(false);
  });
});

describe('a model of a router', () => {
  test('says how far it has come', () => {
    expect(modelState(model({ state: 'loaded' }))).toBe('loaded');
    expect(modelState(model({ state: 'loading' }))).toBe('loading');
    expect(modelState(model({ state: 'loading', stage: 'text_model', fraction: 0.5 }))).toBe(
      'loading the model, 50%',
    );
    expect(modelState(model({ state: 'loading', stage: 'something_new', fraction: 0 }))).toBe(
      'loading, 0%',
    );
    expect(modelState(model({ state: 'failed', exitCode: 1 }))).toBe(
      'could not be loaded, exit code 1; the log of the server says why',
    );
  });

  test('has its name in what happened, and the whole list has none', () => {
    const event = { id: 1, at: 0 } as const;
    expect(eventText({ ...event, model: 'm', what: 'failed', exitCode: 1 })).toBe(
      'm failed, exit code 1',
    );
    expect(eventText({ ...event, model: '*', what: 'rescanned' })).toBe(
      'The list of models was read again',
    );
  });
});

describe('a token', () => {
  test('shows its blanks, and its bytes where it is no letter', () => {
    expect(shownPiece({ id: 1, text: ' a\n' })).toEqual({ id: 1, text: '·a↵', isBytes: false });
    expect(shownPiece({ id: 2, bytes: [240, 9] })).toEqual({ id: 2, text: 'F0 09', isBytes: true });
  });
});

describe('the scale of an adapter', () => {
  test('is a number that people write with a dot or a comma', () => {
    expect(readScale(' 0,5 ')).toBe(0.5);
    expect(readScale('-1')).toBe(-1);
    expect(readScale('')).toBeUndefined();
    expect(readScale('much')).toBeUndefined();
    expect(readScale('11')).toBeUndefined();
  });

  test('stands beside the name of its file', () => {
    expect(fileOf('/models/lora/calm.gguf')).toBe('calm.gguf');
    expect(fileOf('C:\\models\\calm.gguf')).toBe('calm.gguf');
    expect(fileOf('calm.gguf')).toBe('calm.gguf');
  });
});
