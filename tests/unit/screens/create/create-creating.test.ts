import { createRoot } from 'solid-js';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { FaultError } from '../../../../src/domain/fault.ts';
import {
  type Creating,
  createCreating,
} from '../../../../src/screens/models/create/create-creating.ts';
import type { AppState } from '../../../../src/state/create-state.ts';

beforeEach(() => {
  vi.stubGlobal('document', {
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
    visibilityState: 'visible',
  });
});

type Answers = Readonly<Record<string, unknown>>;
type Sent = { name: string; input: unknown };

type Told = (value: unknown) => void;

function aState(answers: Answers) {
  const sent: Sent[] = [];
  const watchers: Told[] = [];
  const list = [
    { id: 'cloud', kind: 'openai', enabled: true, name: 'Cloud' },
    { id: 'box', kind: 'ollama', enabled: true, name: 'Box' },
    { id: 'hall', kind: 'ollama', enabled: true, name: 'Hall' },
  ];
  const state = {
    connections: { known: true, list, catalogues: [] },
    notices: { showFault: () => undefined },
    engine: {
      watch: (_name: string, _params: unknown, onValue: Told) => {
        watchers.push(onValue);
        return () => undefined;
      },
      call: async (name: string, input: unknown) => {
        sent.push({ name, input });
        const answer = answers[name];
        if (answer instanceof FaultError) throw answer;
        return answer ?? null;
      },
    },
  };
  // Only what the screen's own state uses of it.
  return {
    state: state as unknown as AppState,
    sent,
    tell: (job: unknown) => {
      for (const watcher of watchers) watcher({ rows: [job], total: 1 });
    },
  };
}

type Opened = { creating: Creating; sent: Sent[]; tell: (job: unknown) => void; end: () => void };

async function opened(answers: Answers = {}, base?: string): Promise<Opened> {
  const { state, sent, tell } = aState(answers);
  const { creating, end } = createRoot((dispose) => ({
    creating: createCreating({ state, connectionId: undefined, base }),
    end: dispose,
  }));
  await vi.waitFor(() => expect(sent.length).toBeGreaterThan(0));
  await new Promise((resolve) => setTimeout(resolve, 0));
  return { creating, sent, tell, end };
}

const jobIn = (sent: readonly Sent[]) => sent.find(({ name }) => name === 'jobs.add')?.input;

describe('a new model', () => {
  test('goes to a server that can create one', async () => {
    const { creating } = await opened();
    expect(creating.servers().map(({ id }) => id)).toEqual(['box', 'hall']);
    expect(creating.server()?.id).toBe('box');
    creating.change({ connectionId: 'hall' });
    expect(creating.server()?.id).toBe('hall');
  });

  test('from a base is one job, under the name as servers show it', async () => {
    const { creating, sent } = await opened({ 'jobs.add': { id: 'j', isNew: true } });
    creating.change({ name: ' coach ', base: 'qwen3:4b', system: 'Be kind.' });
    expect(await creating.submit()).toBe('queued');
    expect(jobIn(sent)).toEqual({
      connectionId: 'box',
      task: {
        kind: 'create',
        model: 'coach:latest',
        recipe: { from: 'qwen3:4b', system: 'Be kind.' },
      },
    });
  });

  test('that waits already is said to', async () => {
    const { creating } = await opened({ 'jobs.add': { id: 'j', isNew: false } });
    creating.change({ name: 'coach', base: 'qwen3' });
    expect(await creating.submit()).toBe('there');
  });

  test('is not sent while something is missing', async () => {
    const { creating, sent } = await opened();
    creating.change({ name: 'coach' });
    expect(await creating.submit()).toBe('invalid');
    expect(jobIn(sent)).toBeUndefined();
  });

  test('that is refused keeps all that was typed, and says why', async () => {
    const fault = new FaultError({ kind: 'queue-full', size: 150 });
    const { creating } = await opened({ 'jobs.add': fault });
    creating.change({ name: 'coach', base: 'qwen3' });
    expect(await creating.submit()).toBe('failed');
    expect(creating.fault()).toMatchObject({ kind: 'queue-full' });
    expect(creating.form().name).toBe('coach');
  });
});

describe('a form that was sent', () => {
  test('is emptied once the model is made, but for what the next one begins with', async () => {
    const { creating, tell } = await opened({ 'jobs.add': { id: 'j', isNew: true } });
    creating.change({ name: 'coach', base: 'qwen3:4b', system: 'Be kind.', connectionId: 'hall' });
    await creating.submit();
    tell({ id: 'j', state: 'running', task: { kind: 'create', model: 'coach:latest' } });
    expect(creating.form().name).toBe('coach');
    tell({ id: 'j', state: 'done', task: { kind: 'create', model: 'coach:latest' } });
    expect(creating.form()).toMatchObject({
      connectionId: 'hall',
      base: 'qwen3:4b',
      name: '',
      system: '',
    });
    // What was made is still told.
    expect(creating.job()).toMatchObject({ id: 'j', state: 'done' });
  });

  test('stays where it failed, and where another one was begun meanwhile', async () => {
    const { creating, tell } = await opened({ 'jobs.add': { id: 'j', isNew: true } });
    creating.change({ name: 'coach', base: 'qwen3:4b' });
    await creating.submit();
    tell({ id: 'j', state: 'failed' });
    expect(creating.form().name).toBe('coach');
    creating.change({ name: 'coach:v2' });
    tell({ id: 'j', state: 'done' });
    expect(creating.form().name).toBe('coach:v2');
  });

  test('is emptied also where its screen was left and opened again', async () => {
    const text = JSON.stringify({ name: 'coach', base: 'qwen3:4b', sentAs: 'j' });
    const { creating, tell } = await opened({ 'drafts.get': { text } });
    expect(creating.form().name).toBe('coach');
    tell({ id: 'j', state: 'done' });
    expect(creating.form().name).toBe('');
  });
});

describe('a level', () => {
  test('that no server takes is refused before anything is sent', async () => {
    const text = JSON.stringify({ name: 'coach', base: 'qwen3:4b', quantize: 'Q3_K_L' });
    const { creating, sent } = await opened({ 'drafts.get': { text } });
    expect(creating.problems()).toEqual([{ at: 'level' }]);
    expect(await creating.submit()).toBe('invalid');
    expect(jobIn(sent)).toBeUndefined();
  });
});

describe('a file', () => {
  test('that was picked in an earlier visit has to be picked again', async () => {
    const text = JSON.stringify({ name: 'fern', from: 'file', picked: 'fern.gguf' });
    const { creating } = await opened({ 'drafts.get': { text } });
    expect(creating.form().picked).toBe('fern.gguf');
    expect(await creating.submit()).toBe('invalid');
  });

  test('that is none is not picked', async () => {
    const { creating } = await opened();
    await creating.pickFile(new File(['text'], 'a.gguf'));
    expect(creating.form().picked).toBe('');
    expect(creating.gguf.look()).toMatchObject({ is: 'refused' });
  });
});

describe('the Modelfile', () => {
  test('follows the form', async () => {
    const { creating } = await opened();
    creating.change({ base: 'qwen3', system: 'Hi' });
    expect(creating.modelfile()).toBe('FROM qwen3\nSYSTEM Hi\n');
  });

  test('is followed by the form, and stays as it is typed meanwhile', async () => {
    const { creating } = await opened();
    creating.typeModelfile('# mine\nfrom   qwen3\nPARAMETER temperature 0.5');
    expect(creating.form()).toMatchObject({
      base: 'qwen3',
      parameters: [{ name: 'temperature', value: '0.5' }],
    });
    expect(creating.modelfile()).toContain('# mine');
    creating.settleModelfile();
    expect(creating.modelfile()).toBe('FROM qwen3\nPARAMETER temperature 0.5\n');
  });

  test('with a mistake in it is neither rewritten nor sent', async () => {
    const { creating } = await opened();
    creating.change({ name: 'coach' });
    creating.typeModelfile('FROM qwen3\nSISTEM Hi');
    creating.settleModelfile();
    expect(creating.modelfile()).toContain('SISTEM');
    expect(await creating.submit()).toBe('invalid');
  });
});

describe('a base', () => {
  test('named by the address brings what it says', async () => {
    const details = { model: { name: 'qwen3' }, system: 'Be brief.', parameters: 'top_k 20' };
    const { creating } = await opened({ 'models.details': details }, 'qwen3');
    expect(creating.form()).toMatchObject({
      base: 'qwen3',
      system: 'Be brief.',
      parameters: [{ name: 'top_k', value: '20' }],
    });
  });
});

describe('a draft', () => {
  test('is there again, and is kept when the screen is left', async () => {
    const text = JSON.stringify({ name: 'coach', base: 'qwen3' });
    const { creating, sent, end } = await opened({ 'drafts.get': { text } });
    expect(creating.form()).toMatchObject({ name: 'coach', base: 'qwen3' });
    creating.change({ system: 'Kept' });
    end();
    await vi.waitFor(() => expect(sent.at(-1)?.name).toBe('drafts.put'));
    expect(JSON.stringify(sent.at(-1)?.input)).toContain('Kept');
  });

  test('is gone once the form is cleared', async () => {
    const { creating, sent, end } = await opened();
    creating.change({ name: 'coach' });
    creating.clear();
    end();
    await vi.waitFor(() => expect(sent.at(-1)?.name).toBe('drafts.put'));
    expect(sent.at(-1)?.input).toMatchObject({ text: '' });
    expect(creating.form().name).toBe('');
  });
});
