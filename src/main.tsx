/** Composition root of the page: the engine's client, the state, the app. */
import './ui/tokens.css';
import { render } from 'solid-js/web';
import { App } from './app/App.tsx';
import type { HashQuestion } from './domain/file-hash-port.ts';
import type { PortQuestion } from './domain/provider-port.ts';
import { connectEngine } from './engine/client.ts';
import type { createBuiltInModel, LanguageModelApi } from './helpers/built-in-model.ts';
import type { Highlighter } from './helpers/highlight.ts';
import { createLazy } from './lib/lazy.ts';
import { createState, StateContext } from './state/create-state.ts';
import { PassphraseJudgeContext } from './state/passphrase-judge.ts';
import { type Highlight, HighlightContext } from './state/reply-highlight.ts';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
const engine = connectEngine(__BUILD_ID__);

type CreateBuiltInModel = typeof createBuiltInModel;

let highlighter: Promise<Highlighter> | undefined;
/** Loaded with the first block of code. */
const highlight: Highlight = async (...asked) => {
  highlighter ??= import('./helpers/highlight.ts').then(({ createHighlighter }) =>
    createHighlighter(),
  );
  return (await highlighter).highlight(...asked);
};

const judgePassphrases = async () =>
  (await import('./helpers/passphrase.ts')).createPassphraseJudge();

// Loaded with the first file that is imported.
if (typeof Worker !== 'undefined') {
  engine.lend('file-hash', (port) => {
    const serving = createLazy(async () =>
      (await import('./helpers/file-hash.ts')).createFileHash(port),
    );
    port.onmessage = async ({ data }) => {
      (await serving()).take(data as HashQuestion); // the engine's own words
    };
  });
}

// Loaded with the engine's first question, which only a connection to it brings.
if ('LanguageModel' in globalThis) {
  const api = globalThis.LanguageModel as LanguageModelApi;
  engine.lend('built-in', (port) => {
    let serving: Promise<ReturnType<CreateBuiltInModel>> | undefined;
    port.onmessage = async ({ data }) => {
      serving ??= import('./helpers/built-in-model.ts').then(({ createBuiltInModel }) =>
        createBuiltInModel(api, port),
      );
      (await serving).take(data as PortQuestion); // the engine's own words
    };
  });
}

render(() => {
  const state = createState(engine);
  return (
    <StateContext.Provider value={state}>
      <HighlightContext.Provider value={highlight}>
        <PassphraseJudgeContext.Provider value={judgePassphrases}>
          <App />
        </PassphraseJudgeContext.Provider>
      </HighlightContext.Provider>
    </StateContext.Provider>
  );
}, root);
