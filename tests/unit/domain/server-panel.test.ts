// Which slot a message takes and whose prompt that costs, and the sampling that holds where nobody chose.
import { describe, expect, test } from 'vitest';
import {
  type ServerProps,
  type SlotState,
  samplingDefaults,
  wouldEvict,
} from '../../../src/domain/server-panel.ts';
import { readRecord } from '../../servers/records.ts';

const idle = (id: number, taskId?: number, heldTokens = 0): SlotState => ({
  id,
  isBusy: false,
  contextLength: 2048,
  ...(taskId === undefined ? {} : { taskId, heldTokens }),
});
const served = (guests: Record<number, string>) =>
  new Map(Object.entries(guests).map(([id, sessionId]) => [Number(id), { sessionId }]));

describe('a message', () => {
  test('goes where its conversation is, and costs nobody anything', () => {
    const slots = [idle(0, 5, 900), idle(1, 2, 300)];
    expect(wouldEvict(slots, served({ 0: 'a', 1: 'b' }), 'a')).toBeUndefined();
    expect(wouldEvict(slots, served({ 0: 'a', 1: 'b' }), 'b')).toBeUndefined();
  });

  test('of a new conversation takes a slot that nobody has used', () => {
    expect(wouldEvict([idle(0, 5, 900), idle(1)], served({ 0: 'a' }), 'new')).toBeUndefined();
  });

  test('pushes out the prompt of the slot that was unused longest', () => {
    const slots = [idle(0, 5, 900), idle(1, 2, 300), idle(2, 9, 50)];
    expect(wouldEvict(slots, served({ 0: 'a', 1: 'b', 2: 'c' }), 'new')).toEqual({
      slot: 1,
      sessionId: 'b',
      heldTokens: 300,
    });
  });

  test('takes none that is at work', () => {
    const slots = [{ ...idle(0, 1, 10), isBusy: true }, idle(1, 4, 300)];
    expect(wouldEvict(slots, served({ 0: 'a', 1: 'b' }), 'new')?.sessionId).toBe('b');
    const all = slots.map((slot) => ({ ...slot, isBusy: true }));
    expect(wouldEvict(all, served({ 0: 'a', 1: 'b' }), 'new')).toBeUndefined();
  });

  test('of a session that keeps a slot takes that one, whoever is in it', () => {
    const slots = [idle(0, 5, 900), idle(1)];
    expect(wouldEvict(slots, served({ 0: 'a' }), 'new', 0)?.sessionId).toBe('a');
    expect(wouldEvict(slots, served({ 0: 'a' }), 'a', 0)).toBeUndefined();
    // There is no such slot: then it is as if none had been asked for.
    expect(wouldEvict(slots, served({ 0: 'a' }), 'new', 7)).toBeUndefined();
  });

  test('costs nothing where the slot is empty, or its guest is not known', () => {
    expect(wouldEvict([idle(0, 5, 0)], served({ 0: 'a' }), 'new')).toBeUndefined();
    expect(wouldEvict([idle(0, 5, 900)], served({}), 'new')).toBeUndefined();
    expect(wouldEvict([], served({ 0: 'a' }), 'new')).toBeUndefined();
  });
});

describe('the sampling of a server', () => {
  const props: ServerProps = {
    inputs: ['text'],
    templateCan: [],
    isSleeping: false,
    contextLength: 4096,
    generation: JSON.parse(readRecord('props').body).default_generation_settings.params,
  };

  test('is told as it was set, not as single precision keeps it', () => {
    const { temperature, contextLength, all } = samplingDefaults(props);
    expect({ temperature, contextLength }).toEqual({ temperature: 0.8, contextLength: 4096 });
    const values = Object.fromEntries(all.map(({ id, value }) => [id, value]));
    expect(values).toMatchObject({ top_p: '0.95', min_p: '0.05', top_k: '40', dry_base: '1.75' });
    expect(values['samplers']).toMatch(/^penalties, dry, /);
  });

  test('leaves out what is about other things, and a seed that is none', () => {
    const names = samplingDefaults(props).all.map(({ id }) => id);
    expect(names).not.toContain('stream');
    expect(names).not.toContain('chat_format');
    expect(names).not.toContain('seed');
    const seeded = { ...props, generation: { ...props.generation, seed: 7 } };
    expect(samplingDefaults(seeded).all).toContainEqual({ id: 'seed', value: '7' });
  });

  test('has a limit of tokens only where there is one', () => {
    expect(samplingDefaults(props)).not.toHaveProperty('maxTokens');
    const limited = { ...props, generation: { max_tokens: 512 } };
    expect(samplingDefaults(limited).maxTokens).toBe(512);
  });
});
