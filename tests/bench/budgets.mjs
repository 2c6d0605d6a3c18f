// The budgets of the design, in its order: what `npm run bench` measures and prints. A row without a
// limit is only told. Plain JavaScript, because the script that prints the table reads it without a build.

/** @typedef {{ what: string, unit: string, limit?: number, digits?: number }} Budget */

export const budgets = {
  'first-load-page': { what: 'first load: page, JS and CSS, brotli', unit: 'kB', limit: 70 },
  'first-load-all': { what: 'first load: page and engine, brotli', unit: 'kB', limit: 130 },
  'first-load-requests': {
    what: 'first load: requests until the composer takes a character',
    unit: '',
    limit: 15,
    digits: 0,
  },
  'token-cost': {
    what: 'main-thread time per 1,000 streamed tokens: last tenth of 32,000 beside the first',
    unit: '×',
    limit: 1.3,
    digits: 2,
  },
  'longest-task': {
    what: 'longest task while 1,000 tokens/s stream, CPU slowed 4 ×',
    unit: 'ms',
    limit: 50,
  },
  'open-session': {
    what: 'open a 2,000-message session: last message visible',
    unit: 'ms',
    limit: 200,
    digits: 0,
  },
  'open-session-nodes': {
    what: 'open a 2,000-message session: DOM nodes',
    unit: '',
    limit: 3000,
    digits: 0,
  },
  start: {
    what: 'start with 10,000 sessions stored beside an empty start',
    unit: '×',
    limit: 1.2,
    digits: 2,
  },
  search: { what: 'search 100,000 messages: first hits', unit: 'ms', limit: 100, digits: 0 },
  heap: {
    what: 'heap of page and engine, 10,000 sessions stored, a 2,000-message session open, after GC',
    unit: 'MB',
    limit: 120,
  },
  typing: {
    what: 'typing while a reply streams at 300 tokens/s: key to paint, p98',
    unit: 'ms',
    limit: 50,
    digits: 0,
  },
  'loss-shared': {
    what: 'text lost by a reload, shared engine',
    unit: 'ms of it',
    limit: 0,
    digits: 0,
  },
  'loss-dedicated': {
    what: 'text lost by a reload, engine of the tab',
    unit: 'ms of it',
    limit: 250,
    digits: 0,
  },
  'loss-crash': {
    what: "text lost where the shared engine's tab crashes",
    unit: 'ms of it',
    limit: 250,
    digits: 0,
  },
  'import-memory': {
    what: 'memory while a 4 GB GGUF is read, hashed and uploaded, beyond before',
    unit: 'MB',
    limit: 150,
    digits: 0,
  },
  'decode-llama': { what: 'decoding speed: llama-server', unit: 'tokens/s', digits: 0 },
  'decode-ollama': { what: 'decoding speed: Ollama', unit: 'tokens/s', digits: 0 },
};

/**
 * @param {number} value
 * @param {Budget} budget
 */
export function printValue(value, { unit, digits = 1 }) {
  const number = value.toLocaleString('en-GB', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return unit === '' ? number : `${number} ${unit}`;
}
