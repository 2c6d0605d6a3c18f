/** Faults of work on a server's models: pulls, pushes, uploads and builds. Part of the table in `faults.ts`. */
import type { FaultWords } from './faults.ts';
import { told } from './told.ts';

type ModelFaultWords = Pick<
  FaultWords,
  | 'model-missing'
  | 'server-disk-full'
  | 'quantize-refused'
  | 'registry-refused'
  | 'registry-unreachable'
  | 'digest-mismatch'
  | 'gguf-refused'
  | 'file-wanted'
>;

export const modelFaults: ModelFaultWords = {
  'model-missing': ({ model, message, where }) =>
    where === 'registry'
      ? {
          title: `There is no model ${model} where the server looked for it`,
          next: 'Check the spelling and the tag. Names from the Hugging Face hub begin with hf.co/, and a private or gated one needs the server to be signed in there.',
        }
      : {
          title: `The server does not have the model ${model}`,
          next: told(message, 'Choose another model, or add this one on the server.'),
        },
  'server-disk-full': ({ message }) => ({
    title: 'The disk of the server is full',
    next: told(
      message,
      'Delete models there that are no longer needed, or free other space, then try again.',
    ),
  }),
  'quantize-refused': ({ reason, message }) => ({
    title:
      reason === 'level' ? 'The server does not know this level' : 'The base cannot be quantised',
    next: told(
      message,
      reason === 'level'
        ? 'Choose one of the levels it names.'
        : 'Only models in full precision (F32, F16, BF16) can be. Choose the F16 form of this model as the base.',
    ),
  }),
  'registry-refused': ({ reason, message, signInUrl }) => ({
    title: refusalTitles[reason],
    next: told(
      message,
      reason === 'signed-out' && signInUrl !== undefined
        ? `Sign the server in at ${signInUrl}, then try again.`
        : refusalAdvice[reason],
    ),
  }),
  'registry-unreachable': ({ host, message }) => ({
    title: `The server cannot reach ${host ?? 'its registry'}`,
    next: told(
      message,
      'Check that the server’s machine is online and that the name is right. What was fetched is kept.',
    ),
  }),
  'digest-mismatch': ({ work }) => ({
    title:
      work === 'download'
        ? 'What the server fetched is damaged'
        : 'What the server received is not the file that was read',
    next:
      work === 'download'
        ? 'It threw the damaged part away. Pull again: only that part is fetched anew.'
        : 'The file may have changed meanwhile, or the way there damaged it. Import it again.',
  }),
  'gguf-refused': ({ reason, message }) => ({
    title: ggufTitles[reason],
    next: told(message, ggufAdvice[reason]),
  }),
  'file-wanted': ({ fileName }) => ({
    title: 'The file has to be chosen once more',
    next: `A page cannot open ${fileName === '' ? 'a file' : `“${fileName}”`} again by itself after it was closed. Choose the same file: what is done already is kept.`,
  }),
};

const refusalTitles = {
  'signed-out': 'The registry wants this server to be signed in',
  'not-allowed': 'The registry does not allow this',
  'newer-server': 'This model needs a newer Ollama',
} as const;

const refusalAdvice = {
  'signed-out':
    'Add the server’s public key to your account at ollama.com, or run “ollama signin” on its machine, then try again.',
  'not-allowed':
    'A model is pushed under your own name: copy it to your-name/model first. To pull a private or gated one, the server’s key must be in an account that may have it.',
  'newer-server': 'Update Ollama on that machine, then pull again.',
} as const;

const ggufTitles = {
  'not-gguf': 'This file is no GGUF',
  cut: 'This GGUF is not whole',
  split: 'Parts of this GGUF are missing',
  invalid: 'The server cannot read this GGUF',
  absent: 'The server does not have this file any more',
} as const;

const ggufAdvice = {
  'not-gguf': 'Choose a model file that ends in .gguf.',
  cut: 'Its end is missing. Download the file again.',
  split: 'Choose all of its parts together; their names end in -00001-of-0000N.gguf.',
  invalid:
    'It may be damaged, or newer than the server. Update Ollama there, or choose another file.',
  absent: 'Import it again: it is uploaded anew.',
} as const;
