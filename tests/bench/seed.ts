/* Export files with as much in them as a busy person has after years: the benchmarks import them by the interface. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { replyOf, sentence } from './replies.ts';

export const storedSessions = 10_000;
const messagesPerSession = 10;
export const longSession = { id: 'bench-long', title: 'The long one', messages: 2000 };
/** The newest one, as large as nearly all are. */
export const ordinarySession = `bench-${storedSessions - 2}`;
/** A word that this many messages hold, spread over all the years. */
export const rareWord = { text: 'quillwort', every: 5000 };

const firstAt = Date.UTC(2025, 0, 1);
const minuteMs = 60_000;

/** Words of a vocabulary as large as a person's, the frequent ones first. */
function vocabulary(size: number): string[] {
  const starts = ['ba', 'cor', 'du', 'fen', 'gli', 'hor', 'ka', 'lum', 'mer', 'no', 'pra', 'ster'];
  const ends = ['la', 'n', 'rit', 'so', 'ta', 'ver', 'm', 'dil', 'que', 'x', 'zen', 'ow'];
  return Array.from({ length: size }, (_, at) => {
    const a = starts[at % 12];
    const b = starts[Math.floor(at / 12) % 12];
    const c = ends[Math.floor(at / 144) % 12];
    return `${a}${b}${c}${at > 1727 ? ends[Math.floor(at / 1728) % 12] : ''}`;
  });
}

/** The same numbers at every run. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Writes the file that fills a profile and gives its path. */
export function writeStoredSeed(folder: string, serverUrl: string): string {
  const known = vocabulary(20_000);
  const random = createRandom(7);
  const word = () => known[Math.floor(known.length * random() ** 4)];
  let count = 0;
  const text = (length: number) => {
    const picked = Array.from({ length }, word);
    count += 1;
    if (count % rareWord.every === 0) picked[Math.floor(length / 2)] = rareWord.text;
    return picked.join(' ');
  };
  const model = { connectionId: 'bench', name: 'model' };
  const sessions = Array.from({ length: storedSessions - 1 }, (_, at) => {
    const createdAt = firstAt + at * 10 * minuteMs;
    return {
      id: `bench-${at}`,
      title: `${text(3)} ${at}`,
      createdAt,
      updatedAt: createdAt + messagesPerSession * minuteMs,
      model,
      messages: Array.from({ length: messagesPerSession }, (_, place) => ({
        role: place % 2 === 0 ? 'user' : 'assistant',
        text: place % 2 === 0 ? text(20) : `${text(50)}.\n\n- ${text(10)}\n- ${text(10)}`,
        createdAt: createdAt + place * minuteMs,
      })),
    };
  });
  const longAt = firstAt - 7 * 24 * 60 * minuteMs;
  const long = {
    id: longSession.id,
    title: longSession.title,
    createdAt: longAt,
    updatedAt: firstAt + (storedSessions - 10) * 10 * minuteMs,
    model,
    messages: Array.from({ length: longSession.messages }, (_, at) => ({
      role: at % 2 === 0 ? 'user' : 'assistant',
      text:
        at % 2 === 0 ? sentence(at, 25) : replyOf('mixed', 150).replaceAll('Part', `Part ${at}`),
      createdAt: longAt + at * minuteMs,
    })),
  };
  const path = join(folder, 'stored.json');
  writeFileSync(
    path,
    JSON.stringify({
      format: 'llantern',
      version: 1,
      exportedAt: new Date(firstAt).toISOString(),
      connections: [{ id: 'bench', kind: 'llama-server', name: 'Bench', baseUrl: serverUrl }],
      sessions: [...sessions, long],
    }),
  );
  return path;
}
