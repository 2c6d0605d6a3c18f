/** Composition root of the page: the engine's client, the state, the app. */
import './ui/tokens.css';
import { render } from 'solid-js/web';
import { App } from './app/App.tsx';
import { connectEngine } from './engine/client.ts';
import type { Lent } from './engine/protocol.ts';
import type { LanguageModelApi } from './helpers/built-in-model.ts';
import type { Highlighter } from './helpers/highlight.ts';
import { createLazy } from './lib/lazy.ts';
import { createState, StateContext } from './state/create-state.ts';
import { PassphraseJudgeContext } from './state/passphrase-judge.ts';
import { type Highlight, HighlightContext } from './state/reply-highlight.ts';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
const engine = connectEngine(__BUILD_ID__);

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

/** Loaded with the engine's first question, whose words are the engine's own. */
function lend(what: Lent, open: (port: MessagePort) => Promise<{ take(question: unknown): void }>) {
  engine.lend(what, (port) => {
    const serving = createLazy(() => open(port));
    port.onmessage = async ({ data }) => (await serving()).take(data);
  });
}

if (typeof Worker !== 'undefined') {
  lend('file-hash', async (port) => (await import('./helpers/file-hash.ts')).createFileHash(port));
}
// One for the life of the page: it keeps what it has loaded, whatever engine asks.
const models = createLazy(async () =>
  (await import('./helpers/page-models.ts')).createPageModels(),
);
lend('browser', async (port) => (await models()).serve(port));
if ('LanguageModel' in globalThis) {
  const api = globalThis.LanguageModel as LanguageModelApi;
  lend('built-in', async (port) =>
    (await import('./helpers/built-in-model.ts')).createBuiltInModel(api, port),
  );
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
