/** Memory in the database's place, where there is none or the person chose so: the same store, and nothing is kept. */
import { memoryRows } from './memory-rows.ts';
import { migrations } from './migrations.ts';
import { createStore, type Store } from './store.ts';

export function openMemory(): Store {
  const stores: Record<string, string> = {};
  for (const step of migrations) {
    for (const [table, text] of Object.entries(step.stores)) {
      if (text === null) delete stores[table];
      else stores[table] = text;
    }
  }
  return createStore('memory', memoryRows(stores));
}
