import { describe, expect, test } from 'vitest';
import type { ConnectionView } from '../../../../src/domain/connection.ts';
import type { MessageView } from '../../../../src/domain/message.ts';
import type { CatalogueView } from '../../../../src/domain/model.ts';
import {
  chosenModel,
  mayTakeImages,
  obstacleFor,
} from '../../../../src/screens/sessions/chat-model.ts';
import { actionsFor, canContinue } from '../../../../src/screens/sessions/message-actions.ts';
import { messageCommand } from '../../../../src/screens/sessions/message-keys.ts';
import {
  articleName,
  figuresOf,
  firstWords,
} from '../../../../src/screens/sessions/message-words.ts';
import { nextStepFor } from '../../../../src/screens/sessions/next-step.ts';

function aMessage(change: Partial<MessageView> = {}): MessageView {
  return {
    id: 'm1',
    sessionId: 's1',
    parentId: '',
    role: 'assistant',
    parts: [{ type: 'text', text: 'Hello there' }],
    status: 'done',
    createdAt: 1,
    position: 0,
    siblingIds: ['m1'],
    ...change,
  };
}

function aConnection(change: Partial<ConnectionView> = {}): ConnectionView {
  return {
    id: 'c1',
    kind: 'ollama',
    name: 'Box',
    baseUrl: 'http://127.0.0.1:11434',
    enabled: true,
    order: 0,
    createdAt: 0,
    needsKey: false,
    features: { streaming: 'auto', timings: 'auto', progress: 'auto', resume: 'auto' },
    health: { status: 'up', checkedAt: 0 },
    hasKey: false,
    ...change,
  };
}

const catalogue: CatalogueView = {
  id: 'c1',
  connectionId: 'c1',
  fetchedAt: 0,
  refreshing: false,
  stale: false,
  models: [{ name: 'embedder', abilities: ['embedding'] }, { name: 'qwen3' }],
};

describe('names and figures', () => {
  test('an article is named by its role and first words', () => {
    expect(articleName(aMessage())).toBe('Assistant Hello there');
    expect(articleName(aMessage({ parts: [], status: 'streaming' }))).toBe('Assistant (answering)');
  });

  test('first words end at a word, on one line', () => {
    expect(firstWords('one\ntwo')).toBe('one two');
    expect(firstWords(`${'word '.repeat(30)}`)).toMatch(/^(word ){11}word…$/);
  });

  test('only figures that are known are shown', () => {
    expect(figuresOf(aMessage())).toEqual([]);
    const told = aMessage({
      usage: { promptTokens: 100, completionTokens: 50 },
      timings: { tokensPerSecond: 41.26, firstTokenMs: 400 },
    });
    expect(figuresOf(told).map((figure) => figure.id)).toEqual([
      'tokens',
      'speed',
      'first',
      'context',
    ]);
  });

  test('speed is taken from our own clock where the server names only tokens', () => {
    const told = aMessage({
      usage: { completionTokens: 101 },
      timings: { firstTokenMs: 500, totalMs: 2500 },
    });
    expect(figuresOf(told).find((figure) => figure.id === 'speed')?.text).toBe('50.0 tok/s');
  });
});

describe('what can be done with a message', () => {
  test('while a reply comes only copying is offered', () => {
    expect(actionsFor(aMessage(), true).map((action) => action.id)).toEqual(['copy']);
  });

  test('a reply that ended by itself is not continued, a cut one is', () => {
    expect(canContinue(aMessage({ finish: { reason: 'stop' } }))).toBe(false);
    expect(canContinue(aMessage({ finish: { reason: 'length' } }))).toBe(true);
    expect(canContinue(aMessage({ status: 'interrupted' }))).toBe(true);
    expect(canContinue(aMessage({ status: 'failed', parts: [] }))).toBe(false);
  });

  test('only a person’s message is edited', () => {
    expect(actionsFor(aMessage({ role: 'user' }), false).map((action) => action.id)).toEqual([
      'copy',
      'edit',
      'delete',
    ]);
  });

  test('single keys are commands, chords with Ctrl are the browser’s', () => {
    const press = { key: 'c', altKey: false, ctrlKey: false, metaKey: false, shiftKey: false };
    expect(messageCommand(press)).toBe('copy');
    expect(messageCommand({ ...press, ctrlKey: true })).toBeUndefined();
    expect(messageCommand({ ...press, key: 'ArrowUp', altKey: true })).toBe('previous');
    expect(messageCommand({ ...press, key: 'ArrowUp' })).toBeUndefined();
  });

  test('a missing model is answered with a choice, a server out of reach with a check', () => {
    expect(nextStepFor({ kind: 'model-missing', model: 'x' })).toBe('choose-model');
    expect(nextStepFor({ kind: 'not-listening', url: 'http://a' })).toBe('check-connection');
    expect(nextStepFor({ kind: 'truncated' })).toBe('none');
  });
});

describe('who answers', () => {
  test('the first wish whose connection exists wins', () => {
    const gone = { connectionId: 'c9', name: 'a' };
    const here = { connectionId: 'c1', name: 'b' };
    expect(chosenModel([gone, here], [aConnection()], [catalogue])).toBe(here);
  });

  test('without a wish it is the first model that can chat', () => {
    expect(chosenModel([undefined], [aConnection()], [catalogue])).toEqual({
      connectionId: 'c1',
      name: 'qwen3',
    });
    expect(chosenModel([], [aConnection({ enabled: false })], [catalogue])).toBeUndefined();
  });

  test('what stands in the way is named', () => {
    const chosen = { connectionId: 'c1', name: 'qwen3' };
    expect(obstacleFor(undefined, [])?.kind).toBe('no-connection');
    expect(obstacleFor(undefined, [aConnection()])?.kind).toBe('no-model');
    expect(obstacleFor(chosen, [aConnection({ enabled: false })])?.kind).toBe('connection-off');
    expect(
      obstacleFor(chosen, [aConnection({ health: { status: 'down', checkedAt: 0 } })])?.kind,
    ).toBe('connection-down');
    expect(obstacleFor(chosen, [aConnection()])).toBeUndefined();
  });

  test('images are refused only where the server says that the model does not see', () => {
    expect(mayTakeImages(undefined)).toBe(true);
    expect(mayTakeImages({ name: 'a' })).toBe(true);
    expect(mayTakeImages({ name: 'a', abilities: ['completion'] })).toBe(false);
    expect(mayTakeImages({ name: 'a', abilities: ['vision'] })).toBe(true);
  });
});
