// What a llama-server tells of itself: from its records, and against a scripted one.
import { afterEach, describe, expect, test } from 'vitest';
import { faultFrom } from '../../../src/domain/fault.ts';
import { panel } from '../../../src/providers/llama-server/panel.ts';
import { type LlamaOptions, startLlamaServer } from '../../servers/llama-server.ts';
import { readRecord } from '../../servers/records.ts';
import type { ScriptedServer } from '../../servers/types.ts';
import { aFetcher, anEndpoint, never } from './maker.ts';

const servers: ScriptedServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function aServer(options: LlamaOptions = {}) {
  const server = await startLlamaServer({ reply: 'one two three', ...options });
  servers.push(server);
  return { server, at: anEndpoint('llama-server', undefined, { baseUrl: server.url }) };
}

/** Every request is answered with this record. */
function recorded(name: string) {
  const { body, status } = readRecord(name);
  const { fetcher, requests } = aFetcher(() => new Response(body, { status }));
  return { at: anEndpoint('llama-server', fetcher), requests };
}

const faultOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error) => faultFrom(error),
  );

describe('slots', () => {
  test('that were never used tell only how much they can hold', async () => {
    const told = await panel.slots(recorded('slots-idle').at, undefined, never);
    expect(told).toEqual({
      state: 'told',
      value: [0, 1, 2, 3].map((id) => ({ id, isBusy: false, contextLength: 4096 })),
    });
  });

  test('at work tell how far they are, and those at rest what they hold', async () => {
    const told = await panel.slots(recorded('slots-busy').at, undefined, never);
    expect(told).toMatchObject({
      value: [
        { id: 0 },
        { id: 1 },
        {
          id: 2,
          isBusy: true,
          taskId: 30,
          heldTokens: 168,
          readTokens: 15,
          cachedTokens: 18,
          writtenTokens: 135,
        },
        { id: 3, isBusy: false, taskId: 10, heldTokens: 0 },
      ],
    });
    const last = told.state === 'told' ? told.value[3] : undefined;
    expect(last).not.toHaveProperty('readTokens');
  });

  test('of a router are those of one model, which is not loaded to be asked', async () => {
    const { at, requests } = recorded('router-slots-model');
    const told = await panel.slots(at, 'org/tiny:Q4', never);
    expect(told).toMatchObject({ state: 'told', value: { length: 4 } });
    expect(requests[0]?.url).toMatch(/\/slots\?model=org%2Ftiny%3AQ4&autoload=false$/);
  });

  test('that are switched off name the flag', async () => {
    const { at } = await aServer({ slots: false });
    expect(await panel.slots(at, undefined, never)).toEqual({ state: 'off', flag: '--no-slots' });
  });

  test('can be kept in files where a folder was given for them', async () => {
    expect(await panel.slotActions(recorded('slots-bad-action').at, undefined, never)).toEqual({
      state: 'told',
      value: true,
    });
    expect(
      await panel.slotActions(recorded('slots-save-disabled-501').at, undefined, never),
    ).toEqual({ state: 'off', flag: '--slot-save-path' });
  });

  test('are saved, emptied and brought back', async () => {
    const { server, at } = await aServer({ slotSavePath: true, parallel: 2 });
    await fetch(`${server.url}/v1/chat/completions`, {
      method: 'POST',
      body: JSON.stringify({ messages: [{ role: 'user', content: 'Tell me' }], id_slot: 1 }),
    });
    const act = (action: 'save' | 'restore' | 'erase', fileName = 'a.bin') =>
      panel.changeSlot(at, { slot: 1, action, fileName }, never);
    const saved = await act('save');
    expect(saved).toMatchObject({ tokens: expect.any(Number), sizeBytes: expect.any(Number) });
    expect(saved.tokens).toBeGreaterThan(3);
    expect(await act('erase')).toEqual({ tokens: saved.tokens });
    expect(await panel.slots(at, undefined, never)).toMatchObject({
      value: [{ id: 0 }, { id: 1, heldTokens: 0 }],
    });
    expect(await act('restore')).toMatchObject({ tokens: saved.tokens });
    expect(await faultOf(act('restore', 'none.bin'))).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('Unable to restore slot'),
    });
    expect(await faultOf(act('save', '../a.bin'))).toMatchObject({ message: 'Invalid filename' });
  });

  test.each([
    ['slots-save', { tokens: 36, sizeBytes: 37536 }],
    ['slots-restore', { tokens: 36, sizeBytes: 37536 }],
    ['slots-erase', { tokens: 36 }],
  ])('%s tells how much it was', async (name, outcome) => {
    const change = { slot: 0, action: 'save', fileName: 'a.bin' } as const;
    expect(await panel.changeSlot(recorded(name).at, change, never)).toEqual(outcome);
  });
});

describe('properties', () => {
  test('tell template, context of one slot, inputs and build', async () => {
    const told = await panel.overview(recorded('props').at, never);
    if (told.mode !== 'single') throw new Error('a server over one model');
    const { template, generation, ...props } = told.props;
    expect(template).toContain('<|im_start|>');
    expect(generation).toHaveProperty('top_k', 40);
    expect(props).toEqual({
      build: 'b10587-3f545becc',
      modelPath: 'models/tiny.gguf',
      alias: 'models/tiny.gguf',
      fileType: 'F16',
      slots: 4,
      contextLength: 4096,
      inputs: ['text'],
      templateCan: [
        'object_arguments',
        'parallel_tool_calls',
        'string_content',
        'system_role',
        'tool_calls',
        'tools',
      ],
      beginToken: '<|endoftext|>',
      endToken: '<|im_end|>',
      isSleeping: false,
      hasMetrics: false,
      hasSlots: true,
    });
  });

  test('say that a server sleeps', async () => {
    expect(await panel.overview(recorded('sleep-props').at, never)).toMatchObject({
      props: { isSleeping: true },
    });
  });

  test('of a router are its own', async () => {
    expect(await panel.overview(recorded('router-props').at, never)).toEqual({
      mode: 'router',
      build: 'b10587-3f545becc',
      maxLoaded: 2,
      loadsByItself: true,
    });
    expect(await panel.props(recorded('router-props-model').at, 'tiny', never)).toMatchObject({
      alias: 'tiny',
      contextLength: 2048,
    });
  });

  test('of a server that loads its model are not there yet', async () => {
    expect(await faultOf(panel.overview(recorded('props-loading-503').at, never))).toMatchObject({
      kind: 'loading',
    });
  });
});

describe('metrics and adapters', () => {
  test('metrics come as text, or name their flag', async () => {
    expect(await panel.metrics(recorded('metrics').at, undefined, never)).toMatchObject({
      state: 'told',
      value: expect.stringContaining('llamacpp:tokens_predicted_total 4'),
    });
    expect(await panel.metrics(recorded('metrics-disabled-501').at, undefined, never)).toEqual({
      state: 'off',
      flag: '--metrics',
    });
  });

  test('no adapter is a flag that was not given', async () => {
    const { at } = recorded('lora-adapters-empty');
    expect(await panel.adapters(at, undefined, never)).toEqual({ state: 'off', flag: '--lora' });
  });

  test('an adapter that is left out of an order counts no more', async () => {
    const { at } = await aServer({ lora: ['calm.gguf', 'loud.gguf'] });
    expect(await panel.adapters(at, undefined, never)).toMatchObject({
      value: [
        { id: 0, path: 'calm.gguf', scale: 1 },
        { id: 1, path: 'loud.gguf', scale: 1 },
      ],
    });
    await panel.setAdapters(at, [{ id: 0, scale: 0.5 }], never);
    expect(await panel.adapters(at, undefined, never)).toMatchObject({
      value: [{ scale: 0.5 }, { scale: 0 }],
    });
  });
});

describe('text as the model reads it', () => {
  test('comes in pieces, and in bytes where a piece is no letter', async () => {
    const { at, requests } = recorded('tokenize-pieces');
    const pieces = await panel.tokenize(at, { text: 'Zoë 🚀', addSpecial: true }, never);
    expect(pieces.slice(0, 3)).toEqual([
      { id: 90, text: 'Z' },
      { id: 111, text: 'o' },
      { id: 195, bytes: [195] },
    ]);
    expect(pieces[5]).toEqual({ id: 1039, bytes: [240, 159] });
    expect(requests[0]?.body).toEqual({ content: 'Zoë 🚀', with_pieces: true, add_special: true });
  });

  test('stands in the chat template, without a system prompt where there is none', async () => {
    const { at, requests } = recorded('apply-template');
    const ask = { system: 'You are a small test model.', text: 'Hi' };
    expect(await panel.applyTemplate(at, ask, never)).toMatch(/<\|im_start\|>user\nHi<\|im_end\|>/);
    expect(requests[0]?.body).toEqual(JSON.parse(readRecord('apply-template').requestBody));
    await panel.applyTemplate(at, { system: ' ', text: 'Hi' }, never);
    expect(requests[1]?.body).toEqual({ messages: [{ role: 'user', content: 'Hi' }] });
  });
});
