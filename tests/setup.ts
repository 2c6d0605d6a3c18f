// A real IndexedDB, only in memory, under everything that is tested in Node.
import 'fake-indexeddb/auto';
import { loadWords } from '../src/i18n/i18n.ts';

// Words that the app fetches with their screen are there for every test.
for (const area of ['connect', 'settings', 'help', 'models', 'fit', 'jobs', 'later'] as const) {
  await loadWords(area);
}
