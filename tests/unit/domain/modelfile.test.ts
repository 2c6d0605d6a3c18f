import { describe, expect, test } from 'vitest';
import type { ModelRecipe } from '../../../src/domain/job.ts';
import {
  isRetiredParameter,
  parameterNames,
  parameterRows,
  readParameter,
} from '../../../src/domain/model-parameters.ts';
import { formatModelfile, parseModelfile } from '../../../src/domain/modelfile.ts';

const digest = `sha256:${'ab'.repeat(32)}`;

function recipeFrom(text: string): ModelRecipe {
  return parseModelfile(text).recipe;
}

describe('a Modelfile', () => {
  test('becomes a recipe', () => {
    const text = [
      '# a coach',
      'from fern:4b',
      'PARAMETER temperature 0.4',
      'parameter num_ctx 2048',
      'PARAMETER stop "<|end|>"',
      'PARAMETER stop User:',
      'PARAMETER use_mmap false',
      'TEMPLATE """{{ .System }}',
      '{{ .Prompt }}"""',
      '  SYSTEM You are a coach. # no comment here',
      'MESSAGE user Hi',
      'MESSAGE assistant "Hello!',
      'How are you?"',
      'LICENSE One.',
      'LICENSE """',
      'Two.',
      '"""',
      'REQUIRES v0.14.0',
      'RENDERER qwen3-coder',
      'PARSER qwen3-coder',
    ].join('\n');
    expect(parseModelfile(text)).toEqual({
      recipe: {
        from: 'fern:4b',
        parameters: [
          { name: 'temperature', value: 0.4 },
          { name: 'num_ctx', value: 2048 },
          { name: 'stop', value: '<|end|>' },
          { name: 'stop', value: 'User:' },
          { name: 'use_mmap', value: false },
        ],
        template: '{{ .System }}\n{{ .Prompt }}',
        system: 'You are a coach. # no comment here',
        messages: [
          { role: 'user', content: 'Hi' },
          { role: 'assistant', content: 'Hello!\nHow are you?' },
        ],
        license: ['One.', '\nTwo.\n'],
        requires: '0.14.0',
        renderer: 'qwen3-coder',
        parser: 'qwen3-coder',
      },
      problems: [],
      wantedFiles: [],
    });
  });

  test.each([
    ['CR LF', (text: string) => text.replaceAll('\n', '\r\n')],
    ['CR alone', (text: string) => text.replaceAll('\n', '\r')],
    ['a byte order mark', (text: string) => `\uFEFF${text}`],
    ['no last line end', (text: string) => text.trimEnd()],
    ['spaces behind the closing marks', (text: string) => text.replaceAll('"""\n', '""" \t\n')],
  ])('with %s is the same', (_name, change) => {
    const text = 'FROM fern\nSYSTEM """a\nb"""\nLICENSE """c"""\n';
    expect(recipeFrom(change(text))).toEqual(recipeFrom(text));
  });

  test.each([
    ['FROM a\nSPAWN x\n', 2, 'unknown-instruction', 'SPAWN', true],
    ['FROM a\n__proto__ x\n', 2, 'unknown-instruction', '__proto__', true],
    ['FROM a\nADAPTER', 2, 'value-missing', 'ADAPTER', true],
    ['FROM a\n\nSYSTEM """x\ny\n', 3, 'quote-open', undefined, true],
    ['FROM a\nSYSTEM "', 2, 'quote-open', undefined, true],
    ['SYSTEM x', 0, 'from-missing', undefined, true],
    ['', 0, 'from-missing', undefined, true],
    ['FROM a\nFROM b', 2, 'from-again', 'b', false],
    ['FROM "a b"', 1, 'bad-name', 'a b', true],
    ['FROM a\nMESSAGE robot x', 2, 'bad-role', 'robot', true],
    ['FROM a\nMESSAGE User x', 2, 'bad-role', 'User', true],
    ['FROM a\nPARAMETER top_k many', 2, 'bad-number', 'top_k', true],
    ['FROM a\nPARAMETER num_ctx 1.5', 2, 'bad-number', 'num_ctx', true],
    ['FROM a\nPARAMETER temperature', 2, 'value-missing', 'temperature', true],
    ['FROM a\nPARAMETER glow 3', 2, 'unknown-parameter', 'glow', false],
    ['FROM a\nPARAMETER mirostat 1', 2, 'retired-parameter', 'mirostat', false],
    ['FROM a\nSYSTEM x\nSYSTEM y', 3, 'replaced', 'SYSTEM', false],
    ['FROM ./x.gguf', 1, 'file-missing', 'x.gguf', true],
    ['FROM a\nADAPTER ./lora', 2, 'file-missing', 'lora', true],
    ['FROM a\nDRAFT ./d.gguf', 2, 'draft', './d.gguf', true],
    ['FROM a\nREQUIRES soon', 2, 'bad-version', 'soon', true],
  ])('%j is told at line %d: %s', (text, line, reason, word, blocks) => {
    const { problems } = parseModelfile(text);
    expect(problems).toEqual([{ line, reason, ...(word === undefined ? {} : { word }), blocks }]);
  });

  test('tells all that is wrong, and reads the rest', () => {
    const { recipe, problems } = parseModelfile(
      'SPAWN x\nFROM a\nPARAMETER top_k many\nSYSTEM y\n',
    );
    expect(problems.map(({ line }) => line)).toEqual([1, 3]);
    expect(recipe).toEqual({ from: 'a', system: 'y' });
  });

  test('of which several say the same holds the last', () => {
    expect(recipeFrom('FROM a\nFROM b\nSYSTEM x\nSYSTEM y')).toEqual({ from: 'b', system: 'y' });
  });

  test.each([
    ['./x.gguf', 'x.gguf'],
    ['./sub/x.gguf', 'sub/x.gguf'],
    ['x.gguf', 'x.gguf'],
    ['/srv/models/x.gguf', 'x.gguf'],
    ['C:\\models\\x.gguf', 'x.gguf'],
    ['~/x.gguf', 'x.gguf'],
    ['../../x.gguf', 'x.gguf'],
    ['./../x.gguf', 'x.gguf'],
    ['./a/../../x.gguf', 'x.gguf'],
  ])('asks for the file %s as %s', (path, name) => {
    expect(parseModelfile(`FROM ${path}`).wantedFiles).toEqual([{ name, use: 'model' }]);
  });

  test('takes a file of the server’s own store by its digest', () => {
    const blob = `/var/lib/ollama/blobs/sha256-${'ab'.repeat(32)}`;
    expect(parseModelfile(`FROM ${blob}\nADAPTER D:\\o\\blobs\\sha256-${'ab'.repeat(32)}`)).toEqual(
      {
        recipe: {
          files: { [`sha256-${'ab'.repeat(32)}`]: digest },
          adapters: { [`sha256-${'ab'.repeat(32)}`]: digest },
        },
        problems: [],
        wantedFiles: [],
      },
    );
  });
});

const texts = [
  'plain',
  'two words, and "quotes" inside',
  '',
  ' a space before and behind ',
  'line\nline',
  '\nbegins and ends with a line end\n',
  '"',
  '""',
  '"""',
  '"quoted"',
  '"""quoted"""',
  'ends in a quote "',
  'a "quote" at a line end "\nand more',
  'three """ inside a line',
  '# looks like a comment',
  'FROM other\nSYSTEM injected',
  'tab\tinside\t',
  '{{ if .System }}<|im_start|>system\n{{ .System }}<|im_end|>\n{{ end }}',
  '\u00a0nbsp, 👩‍🚀, \u2028 and \u0000',
  'x'.repeat(100_000),
];

describe('a recipe', () => {
  test.each(texts)('comes back from its Modelfile with a text of any kind (%#)', (text) => {
    const recipe: ModelRecipe = {
      from: 'fern:4b',
      parameters: [
        { name: 'temperature', value: 1e-7 },
        { name: 'use_mmap', value: true },
        ...(text === '' ? [] : [{ name: 'stop', value: text }]),
        { name: 'seed', value: -1 },
      ],
      template: text,
      system: text,
      messages: [
        { role: 'user', content: text },
        { role: 'assistant', content: text },
      ],
      license: [text, text],
    };
    const { text: written, altered } = formatModelfile(recipe);
    expect(altered).toEqual([]);
    expect(parseModelfile(written)).toEqual({ recipe, problems: [], wantedFiles: [] });
  });

  test('with files comes back where their digests are known', () => {
    const recipe: ModelRecipe = {
      files: { 'a-00001-of-00002.gguf': digest, 'sub/a b".gguf': digest },
      adapters: { 'lora\n.gguf': digest },
      quantize: 'q4_K_M',
      system: 'x',
    };
    const { text } = formatModelfile(recipe);
    const { files, adapters, quantize } = recipe;
    const known = {
      ...(files ? { files } : {}),
      ...(adapters ? { adapters } : {}),
      ...(quantize ? { quantize } : {}),
    };
    expect(parseModelfile(text, known)).toEqual({ recipe, problems: [], wantedFiles: [] });
    expect(parseModelfile(text).wantedFiles.map(({ name }) => name)).toEqual([
      'a-00001-of-00002.gguf',
      'sub/a b".gguf',
      'lora\n.gguf',
    ]);
  });

  test('with a text that no quotes can hold is written nearly so, and says it', () => {
    const system = 'a"\nb"""\nc';
    const { text, altered } = formatModelfile({ from: 'fern', system });
    expect(altered).toEqual(['SYSTEM']);
    expect(recipeFrom(text)).toEqual({ from: 'fern', system: 'a"\nb"" "\nc' });
  });

  test('is the same text again once it was written', () => {
    const text = 'FROM fern:4b\nPARAMETER stop """\n"x"\n"""\nSYSTEM "a\nb"\n';
    const once = formatModelfile(recipeFrom(text)).text;
    expect(formatModelfile(recipeFrom(once)).text).toBe(once);
  });

  test('with a quote that nothing closes is told by its line, however long it is', () => {
    const text = `FROM a\nSYSTEM """${'line\n'.repeat(200_000)}`;
    expect(parseModelfile(text).problems[0]).toMatchObject({ line: 2, reason: 'quote-open' });
  });
});

describe('a parameter', () => {
  test.each([
    ['temperature', '0.7', 0.7],
    ['temperature', '1e-3', 0.001],
    ['temperature', '.5', 0.5],
    ['temperature', 'NaN', undefined],
    ['temperature', '0x10', undefined],
    ['top_k', '40', 40],
    ['top_k', '4e1', undefined],
    ['use_mmap', 'T', true],
    ['use_mmap', 'yes', undefined],
    ['stop', '1', '1'],
    ['glow', '3', '3'],
    ['constructor', '3', '3'],
  ])('%s takes %j as %j', (name, text, value) => {
    expect(readParameter(name, text)).toBe(value);
  });

  test('is read from the lines a server lists them in', () => {
    const lines =
      'num_ctx                        2048\nstop                           "<|end|>"\nstop                           "\\""\nstop                           "x\\ny"\ntemperature                    0.4\nbroken';
    expect(parameterRows(lines)).toEqual([
      { name: 'num_ctx', value: 2048 },
      { name: 'stop', value: '<|end|>' },
      { name: 'stop', value: '"' },
      { name: 'stop', value: 'x\ny' },
      { name: 'temperature', value: 0.4 },
    ]);
  });

  test('is offered once, and none that servers have given up', () => {
    expect(new Set(parameterNames).size).toBe(parameterNames.length);
    expect(parameterNames.filter(isRetiredParameter)).toEqual([]);
  });
});
