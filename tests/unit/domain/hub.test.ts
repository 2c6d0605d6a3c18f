import { describe, expect, test } from 'vitest';
import {
  ggufInfoOf,
  type HubFile,
  hubFilesFrom,
  launchLine,
  pullName,
} from '../../../src/domain/hub.ts';
import { cardExcerpt } from '../../../src/domain/hub-card.ts';
import { isRepo } from '../../../src/domain/hub-terms.ts';

const files = (...paths: readonly (readonly [string, number])[]): HubFile[] =>
  paths.map(([path, sizeBytes]) => ({ path, sizeBytes }));

describe('the files of a repository', () => {
  test('become choices, smallest first, with the parts of one summed', () => {
    const { quants } = hubFilesFrom(
      files(
        ['K-Q8_0.gguf', 800],
        ['BF16/K-BF16-00002-of-00002.gguf', 700],
        ['BF16/K-BF16-00001-of-00002.gguf', 900],
        ['K-Q4_K_M.gguf', 400],
        ['config.json', 1],
      ),
    );
    expect(quants).toEqual([
      {
        id: 'K-Q4_K_M.gguf',
        label: 'Q4_K_M',
        sizeBytes: 400,
        fileCount: 1,
        missingCount: 0,
        tag: 'Q4_K_M',
        launchTag: 'Q4_K_M',
      },
      {
        id: 'K-Q8_0.gguf',
        label: 'Q8_0',
        sizeBytes: 800,
        fileCount: 1,
        missingCount: 0,
        tag: 'Q8_0',
        launchTag: 'Q8_0',
      },
      {
        id: 'BF16/K-BF16-00001-of-00002.gguf',
        label: 'BF16',
        sizeBytes: 1600,
        fileCount: 2,
        missingCount: 0,
        tag: 'BF16',
        launchTag: 'BF16',
      },
    ]);
  });

  test('keep projectors apart and leave out what is no model', () => {
    const found = hubFilesFrom(
      files(
        ['K-Q4_K_M.gguf', 4],
        ['mmproj-K-F16.gguf', 2],
        ['K.imatrix.gguf', 1],
        ['ggml-vocab-k.gguf', 1],
        ['mtp-K-Q4_K_M.gguf', 1],
        ['K-lora-f16.gguf', 1],
      ),
    );
    expect(found.quants.map(({ id }) => id)).toEqual(['K-Q4_K_M.gguf']);
    expect(found.projectors).toEqual([
      { id: 'mmproj-K-F16.gguf', path: 'mmproj-K-F16.gguf', sizeBytes: 2, label: 'F16' },
    ]);
  });

  test('say where a part is missing', () => {
    const [quant] = hubFilesFrom(files(['K-Q4_K_M-00001-of-00003.gguf', 4])).quants;
    expect(quant).toMatchObject({ fileCount: 1, missingCount: 2 });
  });

  test('of one label in two places are named by the file, where a name tells them apart', () => {
    const { quants } = hubFilesFrom(
      files(
        ['A-Q4_K_M.gguf', 4],
        ['Q4_K_M/A-00001-of-00002.gguf', 3],
        ['Q4_K_M/A-00002-of-00002.gguf', 3],
      ),
    );
    expect(quants.map(({ label, tag, launchTag }) => ({ label, tag, launchTag }))).toEqual([
      { label: 'Q4_K_M', tag: 'A-Q4_K_M.gguf', launchTag: undefined },
      { label: 'Q4_K_M', tag: undefined, launchTag: undefined },
    ]);
  });

  test('whose label ends like another one are told to llama-server by their path', () => {
    const { quants } = hubFilesFrom(files(['K-UD-Q4_K_M.gguf', 4], ['K-Q4_K_M.gguf', 5]));
    expect(quants.map(({ tag, launchTag }) => [tag, launchTag])).toEqual([
      ['UD-Q4_K_M', 'UD-Q4_K_M'],
      ['Q4_K_M', undefined],
    ]);
  });
});

describe('a choice', () => {
  const [quant = { tag: '' }] = hubFilesFrom(files(['K-Q4_K_M.gguf', 4])).quants;

  test('is pulled by a name that Ollama takes', () => {
    expect(pullName('harbour/Kelp-GGUF', quant)).toBe('hf.co/harbour/Kelp-GGUF:Q4_K_M');
  });

  test('of a repository without an owner, or with a point in the owner, cannot be pulled', () => {
    expect(pullName('gpt2', quant)).toBeUndefined();
    expect(pullName('har.bour/Kelp', quant)).toBeUndefined();
    expect(pullName('harbour/Kelp', {})).toBeUndefined();
    expect(pullName('harbour/Kelp', { tag: `${'a'.repeat(90)}.gguf` })).toBeUndefined();
  });

  test('starts a llama-server by its label, or by its file where the label is not its own', () => {
    const [labelled, other] = hubFilesFrom(
      files(['K-Q4_K_M.gguf', 4], ['plain name.gguf', 5]),
    ).quants;
    expect(labelled && launchLine('harbour/Kelp', labelled)).toBe(
      'llama-server -hf harbour/Kelp:Q4_K_M',
    );
    expect(other && launchLine('harbour/Kelp', other)).toBe(
      'llama-server --hf-repo harbour/Kelp --hf-file "plain name.gguf"',
    );
  });

  test.each([
    '$(reboot) x.gguf',
    'a`b`.gguf',
    'a" ; b.gguf',
    'a\u201d; b.gguf',
    'a!b.gguf',
    '-x.gguf',
  ])('never carries a file named %j, which a shell could run', (path) => {
    expect(hubFilesFrom(files([path, 1])).quants).toEqual([]);
  });

  test('is estimated by what the hub tells, under the names of its metadata', () => {
    const model = {
      id: 'a/b',
      gated: 'no',
      architecture: 'kelp3',
      parameters: 4e9,
      contextLength: 32_768,
    } as const;
    expect(ggufInfoOf(model)).toEqual({
      'general.architecture': 'kelp3',
      'general.parameter_count': 4e9,
      'kelp3.context_length': 32_768,
    });
    expect(ggufInfoOf(undefined)).toEqual({});
  });
});

test.each([
  ['harbour/Kelp-4B.v2', true],
  ['gpt2', true],
  ['a/b/c', false],
  ['../etc', false],
  ['a/..', false],
  ['a/b?x=1', false],
  ['', false],
])('%s as a repository: %s', (text, is) => {
  expect(isRepo(text)).toBe(is);
});

describe('a card', () => {
  test('is plain text: without front matter, pictures, links, marks and markup', () => {
    const text = cardExcerpt(
      '---\nlicense: mit\ntags: [a]\n---\n# Kelp\n\n![x](y.png)\nA **small** [model](https://e.org) with `code`.\n<script>alert(1)</script><b>Bold</b>\n\n| a | b |\n|---|---|\n<!-- hidden -->\n> [!NOTE]\n> Take care.',
    );
    expect(text).toBe('Kelp\n\nA small model with code.\nBold\n\nTake care.');
  });

  test('ends at a word', () => {
    const text = cardExcerpt('lantern '.repeat(400));
    expect(text.length).toBeLessThan(1650);
    expect(text.endsWith('lantern…')).toBe(true);
  });

  test('of nothing but a head is empty', () => {
    expect(cardExcerpt('---\nlicense: mit\n---\n')).toBe('');
  });
});
