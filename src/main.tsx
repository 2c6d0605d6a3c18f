/** Composition root of the page: the engine's client, the state, the app. */
import './ui/tokens.css';
import { render } from 'solid-js/web';
import { App } from './app/App.tsx';
import { connectEngine } from './engine/client.ts';
import type { Highlighter } from './helpers/highlight.ts';
import { createState, StateContext } from './state/create-state.ts';
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

render(() => {
  const state = createState(engine);
  return (
    <StateContext.Provider value={state}>
      <HighlightContext.Provider value={highlight}>
        <App />
      </HighlightContext.Provider>
    </StateContext.Provider>
  );
}, root);
