/** Where a turn goes: past servers that fail, and not before its vault is open. */
import { describe, expect, it, vi } from 'vitest';
import { type Fault, FaultError } from '../../../src/domain/fault.ts';
import { textOf } from '../../../src/domain/message-text.ts';
import type { Way } from '../../../src/providers/way.ts';
import { openMemory } from '../../../src/storage/memory.ts';
import { aHouse, aRoutedSend, routed } from './house.ts';
import { aChat, aSend, aSpeaker, aWay, finish, replyOf, start, text, until } from './makers.ts';

vi.setConfig({ testTimeout: 30_000 });

const unreachable: Fault = { kind: 'unreachable', url: 'u' };

describe('a turn that names no server', () => {
  const passable: Fault[] = [
    unreachable,
    { kind: 'no-answer', waitedMs: 1 },
    { kind: 'busy' },
    { kind: 'server-error', status: 500, message: '' },
    { kind: 'model-missing', model: 'm' },
    { kind: 'key-wanted', url: 'u' },
    { kind: 'limit-reached', limit: 'costPerDay', name: 'a', freesAt: 1 },
    { kind: 'unsupported', ability: 'grammar' },
  ];

  it.each(passable)('goes on to the next server after %o', async (fault) => {
    const { chat, mouths, heard, over, store, ears } = aHouse(['a', 'b']);
    await chat.send(aRoutedSend());
    await heard('a');
    mouths('a')[0]?.break(fault);
    await heard('b');
    expect(ears.views.at(-1)).toMatchObject({ connectionName: 'Server b' });
    await until(async () => {
      expect(await replyOf(store)).toMatchObject({
        status: 'pending',
        model: { connectionId: 'b' },
      });
    });
    mouths('b')[0]?.say(start, text('Hi'), finish);
    await over();
    expect(await replyOf(store)).toMatchObject({
      status: 'done',
      model: { connectionId: 'b', name: 'm' },
      connectionName: 'Server b',
    });
    expect(ears.contacts).toEqual([fault, undefined]);
    expect(mouths('a')).toHaveLength(1);
  });

  it('stays with a server that has said something', async () => {
    const { chat, mouths, heard, over, store } = aHouse(['a', 'b']);
    await chat.send(aRoutedSend());
    await heard('a');
    mouths('a')[0]?.say(start, text('Half'));
    mouths('a')[0]?.break(unreachable);
    await over();
    expect(await replyOf(store)).toMatchObject({
      status: 'interrupted',
      model: { connectionId: 'a', name: 'm' },
    });
    expect(mouths('b')).toEqual([]);
  });

  it.each<Fault>([{ kind: 'context-exceeded' }, { kind: 'unsupported', ability: 'vision' }])(
    'does not go on where asking another would change nothing: %o',
    async (fault) => {
      const { chat, mouths, heard, over, store } = aHouse(['a', 'b']);
      await chat.send(aRoutedSend());
      await heard('a');
      mouths('a')[0]?.break(fault);
      await over();
      expect(await replyOf(store)).toMatchObject({ status: 'failed', fault });
      expect(mouths('b')).toEqual([]);
    },
  );

  it('fails with the fault of the last one', async () => {
    const { chat, mouths, heard, over, store } = aHouse(['a', 'b']);
    await chat.send(aRoutedSend());
    await heard('a');
    mouths('a')[0]?.break(unreachable);
    await heard('b');
    const fault: Fault = { kind: 'model-missing', model: 'm' };
    mouths('b')[0]?.break(fault);
    await over();
    expect(await replyOf(store)).toMatchObject({
      status: 'failed',
      fault,
      connectionName: 'Server b',
    });
  });

  it('stays in the house unless the person lets it out', async () => {
    const { chat, heard, over, asked } = aHouse(['a']);
    await chat.send(aRoutedSend());
    await heard('a');
    chat.stop('s1');
    await over();
    await chat.send({ ...aRoutedSend(), fence: 'outside' });
    await until(() => {
      expect(asked).toEqual([
        [routed, 'network'],
        [routed, 'outside'],
      ]);
    });
    chat.stop('s1');
    await over(2);
  });

  it('passes a server whose keys are locked in, and waits only for the last', async () => {
    let isLocked = true;
    let unlock: () => void = () => undefined;
    const locked = (way: Way): Way => ({
      ...way,
      open: async () => {
        if (isLocked) throw new FaultError({ kind: 'vault-locked' });
        return await way.open();
      },
    });
    const speaker = aSpeaker();
    const { chat, ears, store } = aChat(
      openMemory(),
      { provider: speaker.provider },
      {
        ways: async () => [locked(aWay(aSpeaker().provider)), locked(aWay(speaker.provider))],
        whenUnlocked: () =>
          new Promise((resolve) => {
            unlock = resolve;
          }),
      },
    );
    await chat.send(aRoutedSend());
    await until(() => expect(ears.views.at(-1)).toMatchObject({ wants: 'unlock' }));
    isLocked = false;
    unlock();
    await until(() => speaker.last());
    expect(ears.views.at(-1)).not.toHaveProperty('wants');
    speaker.last().say(text('Hi'), finish);
    await until(() => expect(ears.overs).toHaveLength(1));
    expect(textOf(await replyOf(store))).toBe('Hi');
  });
});

describe('a locked vault', () => {
  function aLocked() {
    const store = openMemory();
    const speaker = aSpeaker();
    let isLocked = true;
    const waiting: (() => void)[] = [];
    let holds = 0;
    const talk = aChat(
      store,
      { provider: speaker.provider },
      {
        ways: async (model) => {
          const way = aWay(speaker.provider, { model });
          const open = async () => {
            if (isLocked && model.name === 'm') throw new FaultError({ kind: 'vault-locked' });
            return await way.open();
          };
          return [{ ...way, open }];
        },
        whenUnlocked: (signal) =>
          new Promise((resolve, reject) => {
            waiting.push(resolve);
            signal.addEventListener('abort', () => reject(signal.reason), { once: true });
          }),
        holdVault: () => {
          holds += 1;
          return () => {
            holds -= 1;
          };
        },
      },
    );
    const unlock = () => {
      isLocked = false;
      for (const each of waiting) each();
    };
    return { ...talk, speaker, unlock, holds: () => holds };
  }

  it('is asked for in place, and the turn goes on by itself once it is open', async () => {
    const { chat, ears, store, speaker, unlock, holds } = aLocked();
    await chat.send(aSend('Hello'));
    await until(() => expect(ears.views.at(-1)).toMatchObject({ wants: 'unlock' }));
    expect(await replyOf(store)).toMatchObject({ status: 'pending' });
    expect(speaker.mouths).toEqual([]);
    unlock();
    await until(() => speaker.last());
    expect(holds()).toBe(1);
    speaker.last().say(text('Hi'), finish);
    await until(() => expect(ears.overs).toHaveLength(1));
    expect(await replyOf(store)).toMatchObject({ status: 'done' });
    expect(holds()).toBe(0);
  });

  it('is not waited for after Stop, and other sessions go on meanwhile', async () => {
    const { chat, ears, store, speaker } = aLocked();
    await chat.send(aSend('Hello'));
    await until(() => expect(ears.views.at(-1)).toMatchObject({ wants: 'unlock' }));
    await chat.send({ ...aSend('Hi', 's2'), model: { connectionId: 'c1', name: 'open' } });
    await until(() => speaker.last());
    speaker.last().say(text('Hi'), finish);
    await until(() => expect(ears.overs).toEqual(['s2']));
    chat.stop('s1');
    await until(() => expect(ears.overs).toEqual(['s2', 's1']));
    expect(await replyOf(store)).toMatchObject({ status: 'stopped' });
  });
});
