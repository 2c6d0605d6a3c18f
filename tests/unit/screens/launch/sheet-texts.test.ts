import { describe, expect, test } from 'vitest';
import {
  envText,
  extraText,
  newSheet,
  readDraftSheet,
  readEnvText,
  readExtraText,
  tidySheet,
  withSheet,
} from '../../../../src/screens/models/launch/sheet-texts.ts';

const empty = newSheet({ program: 'llama-server', origin: 'null' });

describe('further flags as text', () => {
  test('stand a flag a line, with their values, and are read back word by word', () => {
    const words = [
      '--jinja',
      '--temp',
      '0.7',
      '--chat-template-kwargs',
      '{"a": "it\'s"}',
      '-l',
      '-1',
    ];
    expect(extraText(words).split('\n')).toEqual([
      '--jinja',
      '--temp 0.7',
      `--chat-template-kwargs '{"a": "it'\\''s"}'`,
      '-l -1',
    ]);
    expect(readExtraText(extraText(words))).toEqual(words);
  });

  test('may be pasted with continued lines', () => {
    expect(readExtraText('--temp 0.7 \\\n  --seed 1')).toEqual(['--temp', '0.7', '--seed', '1']);
  });
});

describe('variables as text', () => {
  test('go to the end of their line, equals signs included', () => {
    const env = { A: '1', B: 'x=y z' };
    expect(readEnvText(envText(env))).toEqual(env);
  });

  test('a line without a value is kept, so that it can be told what is wrong with it', () => {
    expect(readEnvText('A=1\n\nnot a variable')).toEqual({ A: '1', 'not a variable': '' });
  });
});

describe('a new sheet', () => {
  const at = (baseUrl: string, program: 'llama-server' | 'ollama' = 'llama-server') =>
    newSheet({ program, baseUrl, origin: 'https://chat.example' }).values;

  test('lets this page in, unless the server itself serves it', () => {
    expect(at('http://127.0.0.1:8080')).toEqual({ cors: 'https://chat.example' });
    expect(at('https://chat.example')).toEqual({});
    expect(newSheet({ program: 'ollama', origin: 'null' }).values).toEqual({});
  });

  test('listens where the connection leads', () => {
    expect(at('http://192.168.1.40:9000')).toMatchObject({ host: '0.0.0.0', port: '9000' });
    expect(at('http://localhost:11434', 'ollama')).not.toHaveProperty('port');
  });

  test('starts with the model that was asked for', () => {
    const sheet = newSheet({ program: 'llama-server', origin: 'null', model: 'org/repo:Q4_K_M' });
    expect(sheet.values).toEqual({ model: 'org/repo:Q4_K_M' });
  });
});

describe('keeping sheets', () => {
  test('one of the same name takes its place, another one comes last', () => {
    const [a, b] = [
      { ...empty, name: 'a' },
      { ...empty, name: 'b' },
    ];
    const other = { ...a, extra: ['--jinja'] };
    expect(withSheet([a, b], other)).toEqual([other, b]);
    expect(withSheet([a], b)).toEqual([a, b]);
  });

  test('empty fields are no part of what is kept', () => {
    const sheet = {
      ...empty,
      name: ' a ',
      values: { port: ' ', host: 'x' },
      models: [{}, { name: '' }],
    };
    expect(tidySheet(sheet)).toMatchObject({ name: 'a', values: { host: 'x' }, models: [] });
  });

  test('a draft may have no name yet; anything else is no sheet', () => {
    expect(readDraftSheet(JSON.parse(JSON.stringify(empty)))).toEqual(empty);
    expect(readDraftSheet({ name: 'a', program: 'vllm', values: {} })).toBeUndefined();
    expect(readDraftSheet(null)).toBeUndefined();
  });
});
