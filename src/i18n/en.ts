/** English, the language of the source: every other dictionary has exactly its shape. */
import { app } from './en/app.ts';
import { chat } from './en/chat.ts';

/** What the first load needs. */
export const en = { app, chat };

/** Words that come with what is fetched later: the first two right after the first paint, the others with their screen. */
export const laterEnglish = {
  later: async () => (await import('./en/later.ts')).later,
  faults: async () => (await import('./en/faults.ts')).faults,
  connect: async () => (await import('./en/connect.ts')).connect,
  doctor: async () => (await import('./en/doctor.ts')).doctor,
  presets: async () => (await import('./en/presets.ts')).presets,
  vault: async () => (await import('./en/vault.ts')).vault,
  settings: async () => (await import('./en/settings.ts')).settings,
  help: async () => (await import('./en/help.ts')).help,
  find: async () => (await import('./en/find.ts')).find,
  panel: async () => (await import('./en/panel.ts')).panel,
  models: async () => (await import('./en/models.ts')).models,
  jobs: async () => (await import('./en/jobs.ts')).jobs,
  launch: async () => (await import('./en/launch.ts')).launch,
  create: async () => (await import('./en/create.ts')).create,
  browserModels: async () => (await import('./en/browser-models.ts')).browserModels,
  compare: async () => (await import('./en/compare.ts')).compare,
  fit: async () => (await import('./en/fit.ts')).fit,
};
