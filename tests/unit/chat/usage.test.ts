/** What goes out with a turn, and what is counted of it. */
import { describe, expect, it, vi } from 'vitest';
import type { OpenWay } from '../../../src/providers/way.ts';
import { openMemory } from '../../../src/storage/memory.ts';
import { aHouse, aRoutedSend } from './house.ts';
import {
  aChat,
  aMessage,
  anEndpoint,
  aSend,
  aSession,
  aSpeaker,
  finish,
  replyOf,
  start,
  text,
  until,
} from './makers.ts';

vi.setConfig({ testTimeout: 30_000 });

describe('what a reply has used', () => {
  it('is one row, with the server that answered, its cost and its speed', async () => {
    const known = { name: 'm', price: { input: 2, output: 4, cachedInput: 1 } };
    const { chat, heard, mouths, over, usage } = aHouse(['a'], { known });
    await chat.send(aRoutedSend());
    await heard('a');
    mouths('a')[0]?.say(
      text('Hi'),
      { type: 'usage', usage: { promptTokens: 1000, completionTokens: 500, cachedTokens: 400 } },
      { type: 'timings', timings: { tokensPerSecond: 42 } },
      finish,
    );
    await over();
    await until(async () => expect(await usage('a')).toHaveLength(1));
    expect(await usage('a')).toMatchObject([
      {
        model: 'm',
        promptTokens: 1000,
        completionTokens: 500,
        tokensPerSecond: 42,
        cost: 0.0036,
      },
    ]);
    expect((await usage('a'))[0]).not.toHaveProperty('isEstimated');
  });

  it('is an estimate where it was stopped before the server had counted', async () => {
    const { chat, heard, mouths, over, usage, ears } = aHouse(['a']);
    await chat.send(aRoutedSend({ text: '12345678' }));
    await heard('a');
    mouths('a')[0]?.say(start, text('four'));
    await until(() => expect(ears.pieces).toHaveLength(1));
    chat.stop('s1');
    await over();
    await until(async () => {
      expect(await usage('a')).toMatchObject([
        { promptTokens: 2, completionTokens: 1, isEstimated: true },
      ]);
    });
  });

  it('is nothing where no server was reached', async () => {
    const { chat, heard, mouths, over, usage } = aHouse(['a']);
    await chat.send(aRoutedSend());
    await heard('a');
    mouths('a')[0]?.break({ kind: 'key-wanted', url: 'u' });
    await over();
    expect(await usage('a')).toEqual([]);
  });

  it('holds its part of the limits until it is counted', async () => {
    const log: string[] = [];
    const admit: OpenWay['admit'] = async ({ messageId, tokens }) => {
      log.push(`in ${messageId !== ''} ${tokens}`);
      return () => log.push('out');
    };
    const { chat, heard, mouths, over, store } = aHouse(['a'], { admit });
    const { put } = store.usage;
    vi.spyOn(store.usage, 'put').mockImplementation(async (...row) => {
      log.push('counted');
      await put(...row);
    });
    await chat.send(aRoutedSend({ text: '12345678' }));
    await heard('a');
    mouths('a')[0]?.say(text('Hi'), finish);
    await over();
    expect(log).toEqual(['in true 2', 'counted', 'out']);
  });
});

describe('what goes out with a turn', () => {
  async function aStored(replay: { dialect: string; model: string }) {
    const store = openMemory();
    const speaker = aSpeaker();
    await store.sessions.create(aSession({ leafId: 'r1', messageCount: 2 }));
    await store.messages.put(aMessage({ id: 'q1', role: 'user', text: 'Go', status: 'done' }));
    const blocks = [{ signature: 'x' }];
    await store.messages.put(
      aMessage({
        parentId: 'q1',
        status: 'done',
        text: 'Gone',
        createdAt: 2,
        replay: { ...replay, blocks },
      }),
    );
    const endpoint = anEndpoint({ systemPrompt: 'House rules.' });
    const talk = aChat(store, { provider: speaker.provider, endpoint });
    await talk.chat.send({ ...aSend('And?'), systemPrompt: 'Be brief.' });
    await until(() => speaker.last());
    const { messages } = speaker.last().ask;
    speaker.last().say(text('Yes'), { type: 'opaque', block: { signature: 'y' } }, finish);
    await until(() => expect(talk.ears.overs).toHaveLength(1));
    return { messages, reply: await replyOf(store) };
  }

  it('are opaque blocks only to the dialect and model they came from', async () => {
    const same = await aStored({ dialect: 'ollama', model: 'm' });
    const answer = same.messages.find(({ role }) => role === 'assistant');
    expect(answer).toMatchObject({ replay: [{ signature: 'x' }] });
    for (const other of [
      { dialect: 'anthropic', model: 'm' },
      { dialect: 'ollama', model: 'other' },
    ]) {
      const { messages } = await aStored(other);
      expect(messages.find(({ role }) => role === 'assistant')).not.toHaveProperty('replay');
    }
  });

  it('come back as blocks stored with the reply, and who gave them', async () => {
    const { reply } = await aStored({ dialect: 'ollama', model: 'm' });
    expect(reply.replay).toEqual({
      dialect: 'ollama',
      model: 'm',
      blocks: [{ signature: 'y' }],
    });
  });

  it('is the connection’s system prompt before the session’s', async () => {
    const { messages } = await aStored({ dialect: 'ollama', model: 'm' });
    expect(messages[0]).toEqual({
      role: 'system',
      parts: [{ type: 'text', text: 'House rules.\n\nBe brief.' }],
    });
  });
});
