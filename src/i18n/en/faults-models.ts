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
  | 'memory-short'
  | 'page-model-crashed'
  | 'no-model-store'
  | 'no-room'
  | 'source-refused'
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
  'digest-mismatch': ({ work }) => ({ title: mismatchTitles[work], next: mismatchAdvice[work] }),
  'gguf-refused': ({ reason, message }) => ({
    title: ggufTitles[reason],
    next: told(message, ggufAdvice[reason]),
  }),
  'no-model-store': ({ reason }) => ({
    title: 'No models can be kept in this browser here',
    next: storeAdvice[reason],
  }),
  'no-room': ({ neededBytes, freeBytes }) => ({
    title: 'This browser has too little room left for this model',
    next: `It needs ${gigabytes(neededBytes)} more, and ${gigabytes(freeBytes)} are free. Delete models that are no longer needed, or free space on this device.`,
  }),
  'source-refused': ({ url, reason }) => ({
    title: sourceTitles[reason],
    next: `${sourceAdvice[reason]} (${url})`,
  }),
  'memory-short': ({ needBytes, roomBytes, contextLength }) => ({
    title: `This model needs ${gigabytes(needBytes)} of memory, and a page here may take ${gigabytes(roomBytes)}`,
    next:
      contextLength > 1024
        ? `That is with a context of ${contextLength.toString()} tokens. Lower it in the session settings, or choose a smaller model.`
        : 'It was not loaded. Choose a smaller model, or run this one on a server.',
  }),
  'page-model-crashed': ({ reason, message }) => ({
    title: crashTitles[reason],
    next: reason === 'other' ? told(message, crashAdvice[reason]) : crashAdvice[reason],
  }),
  'file-wanted': ({ fileName }) => ({
    title: 'The file has to be chosen once more',
    next: `A page cannot open ${fileName === '' ? 'a file' : `“${fileName}”`} again by itself after it was closed. Choose the same file: what is done already is kept.`,
  }),
};

const mismatchTitles = {
  download: 'What the server fetched is damaged',
  upload: 'What the server received is not the file that was read',
  kept: 'What arrived is not the file that was promised',
} as const;

const mismatchAdvice = {
  download: 'It threw the damaged part away. Pull again: only that part is fetched anew.',
  upload: 'The file may have changed meanwhile, or the way there damaged it. Import it again.',
  kept: 'Its SHA-256 is another one, so it was deleted. Try once more; if it happens again, take the model from elsewhere.',
} as const;

const crashTitles = {
  memory: 'The model ran out of memory',
  text: 'The model wrote bytes that are no text',
  other: 'The model broke off',
} as const;

const crashAdvice = {
  memory:
    'Nothing else was lost. Close other tabs, lower the context length in the session settings, or choose a smaller model; the next message loads it again.',
  text: 'That happens with damaged or very small models. The next message loads it again.',
  other: 'Nothing else was lost. The next message loads it again.',
} as const;

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

const storeAdvice = {
  absent:
    'The browser gives pages room for files only at https addresses and on localhost, and older ones not at all. Models on a server work here.',
  refused:
    'A private window or a setting of the browser keeps files from pages. Use a normal window.',
  'read-only':
    'This browser lets pages read files of their own but not write them as Llantern needs it. Update it, or use another one.',
} as const;

const sourceTitles = {
  cors: 'That server does not give its files to pages',
  terms: 'This model is given out only after its owner’s terms were agreed to',
  absent: 'There is no such model file there',
} as const;

const sourceAdvice = {
  cors: 'Download the file in the ordinary way, then add it from disk.',
  terms: 'Agree to them on its page, download the file there, then add it from disk.',
  absent: 'Check the address, or look the model up in Find models.',
} as const;

function gigabytes(bytes: number): string {
  return bytes < 1e9
    ? `${Math.ceil(bytes / 1e6).toString()} MB`
    : `${(Math.ceil(bytes / 1e8) / 10).toString()} GB`;
}

const ggufTitles = {
  'not-gguf': 'This file is no GGUF',
  cut: 'This GGUF is not whole',
  split: 'Parts of this GGUF are missing',
  invalid: 'The server cannot read this GGUF',
  absent: 'The server does not have this file any more',
  architecture: 'This browser cannot run this kind of model',
  'no-model': 'This GGUF is no model by itself',
  mixed: 'These files are not one model',
} as const;

const ggufAdvice = {
  'not-gguf': 'Choose a model file that ends in .gguf.',
  cut: 'Its end is missing. Download the file again.',
  split: 'Choose all of its parts together; their names end in -00001-of-0000N.gguf.',
  invalid:
    'It may be damaged, or newer than the server. Update Ollama there, or choose another file.',
  absent: 'Import it again: it is uploaded anew.',
  architecture:
    'Its architecture is newer than Llantern, or meant for something else. Choose another model.',
  'no-model': 'It is a projector, an adapter or a vocabulary. Choose the file of the model itself.',
  mixed: 'Choose one file, or all parts of one model.',
} as const;
