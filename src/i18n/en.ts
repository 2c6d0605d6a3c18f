/** English, the language of the source: every other dictionary has exactly its shape. */
import { app } from './en/app.ts';
import { chat } from './en/chat.ts';
import { faults } from './en/faults.ts';

/** What the first load needs. */
export const en = { app, faults, chat };

/** Words of the screens that are fetched when they are opened; they come with their screen. */
export const laterEnglish = {
  connect: async () => (await import('./en/connect.ts')).connect,
  settings: async () => (await import('./en/settings.ts')).settings,
  help: async () => (await import('./en/help.ts')).help,
};
