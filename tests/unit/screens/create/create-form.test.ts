import { describe, expect, test } from 'vitest';
import { formatModelfile } from '../../../../src/domain/modelfile.ts';
import {
  type CreateForm,
  emptyForm,
  formFromReading,
  formProblems,
  formWithBase,
  readForm,
  readModelfile,
  recipeOf,
  sentRecipe,
} from '../../../../src/screens/models/create/create-form.ts';

function aForm(part: Partial<CreateForm> = {}): CreateForm {
  return { ...emptyForm('c', 'qwen3:4b'), name: 'coach', ...part };
}

const full = aForm({
  system: 'You are "kind".\nAlways.',
  template: '{{ .Prompt }}',
  license: 'MIT\n\nwith words',
  parameters: [
    { name: 'temperature', value: '0.4' },
    { name: 'stop', value: '<end>' },
  ],
  messages: [
    { role: 'user', content: 'Hi' },
    { role: 'assistant', content: 'Hello\nthere' },
  ],
  quantize: 'Q4_K_M',
});

describe('form and Modelfile', () => {
  test('say the same, both ways', () => {
    const text = formatModelfile(recipeOf(full)).text;
    expect(text).toContain('FROM qwen3:4b');
    expect(text).toContain('PARAMETER temperature 0.4');
    expect(formFromReading(readModelfile(text, full), full)).toEqual(full);
  });

  test('a picked file is named in it, and stays picked when it is read back', () => {
    const form = aForm({ from: 'file', base: '', picked: 'fern.gguf' });
    const text = formatModelfile(recipeOf(form)).text;
    expect(text).toBe('FROM ./fern.gguf\n');
    const reading = readModelfile(text, form);
    expect(reading.problems).toEqual([]);
    expect(formFromReading(reading, form)).toEqual(form);
  });

  test('a picked adapter is one beside its base', () => {
    const form = aForm({ picked: 'lora.gguf' });
    expect(formatModelfile(recipeOf(form)).text).toBe('FROM qwen3:4b\nADAPTER ./lora.gguf\n');
  });

  test('a file that is only named asks to be chosen, and changes what it is made from', () => {
    const reading = readModelfile('FROM ./other.gguf\n', aForm());
    expect(reading.problems.map(({ reason }) => reason)).toEqual(['file-missing']);
    expect(formFromReading(reading, aForm())).toMatchObject({ from: 'file', picked: '' });
  });

  test('writing in it leaves the name, the server and the level alone', () => {
    const form = formFromReading(readModelfile('FROM gemma3\nSYSTEM Short.\n', full), full);
    expect(form).toMatchObject({
      name: 'coach',
      connectionId: 'c',
      quantize: 'Q4_K_M',
      base: 'gemma3',
      system: 'Short.',
      parameters: [],
      license: '',
    });
  });
});

describe('what is sent', () => {
  test('is the recipe, with numbers as numbers', () => {
    expect(sentRecipe(full)).toMatchObject({
      from: 'qwen3:4b',
      parameters: [
        { name: 'temperature', value: 0.4 },
        { name: 'stop', value: '<end>' },
      ],
      license: ['MIT\n\nwith words'],
      quantize: 'Q4_K_M',
    });
  });

  test('leaves out a picked file, which comes with the job by its own digest', () => {
    const form = aForm({ from: 'file', picked: 'fern.gguf' });
    expect(sentRecipe(form)).toEqual({});
    expect(sentRecipe(aForm({ picked: 'lora.gguf' }))).toEqual({ from: 'qwen3:4b' });
  });

  test('keeps files that the server has already', () => {
    const digest = `sha256:${'a'.repeat(64)}`;
    const form = aForm({ from: 'file', files: { 'fern.gguf': digest } });
    expect(sentRecipe(form)).toEqual({ files: { 'fern.gguf': digest } });
  });

  test('leaves out what was left empty', () => {
    const form = aForm({
      parameters: [{ name: '', value: '' }],
      messages: [{ role: 'user', content: '' }],
    });
    expect(sentRecipe(form)).toEqual({ from: 'qwen3:4b' });
  });
});

describe('what keeps it from being sent', () => {
  test('nothing, where it is whole', () => {
    expect(formProblems(full)).toEqual([]);
  });

  test.each([
    [{ name: '' }, 'name'],
    [{ name: 'no spaces' }, 'name'],
    [{ base: '' }, 'base'],
    [{ from: 'file' as const }, 'file'],
    [{ parameters: [{ name: 'temperature', value: 'warm' }] }, 'parameter'],
    [{ parameters: [{ name: '', value: '1' }] }, 'parameter'],
    [{ parameters: [{ name: 'num_ctx', value: '' }] }, 'parameter'],
  ])('%j', (part, at) => {
    expect(formProblems(aForm(part)).map((each) => each.at)).toEqual([at]);
  });
});

test('a base fills the fields with what it says', () => {
  const form = formWithBase(aForm({ system: 'mine' }), {
    model: { name: 'qwen3:4b' },
    system: 'Be brief.',
    parameters: 'temperature                    0.6\nstop                           "<|im_end|>"',
    template: '{{ .Prompt }}',
    messages: [
      { role: 'user', content: 'Hi' },
      { role: 'tool', content: 'left out' },
    ],
  });
  expect(form).toMatchObject({
    base: 'qwen3:4b',
    system: 'Be brief.',
    template: '{{ .Prompt }}',
    license: '',
    parameters: [
      { name: 'temperature', value: '0.6' },
      { name: 'stop', value: '<|im_end|>' },
    ],
    messages: [{ role: 'user', content: 'Hi' }],
  });
});

test('a draft is read back as it was kept; an older one is filled up, and nonsense is none', () => {
  expect(readForm(JSON.parse(JSON.stringify(full)))).toEqual(full);
  expect(readForm({ name: 'x' })).toMatchObject({ name: 'x', from: 'base', parameters: [] });
  expect(readForm({ parameters: 'many' })).toBeUndefined();
});
