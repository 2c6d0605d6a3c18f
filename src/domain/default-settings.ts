/** The settings nobody has changed. Apart from the schema, so that the page can start without one. */
import type { Settings } from './settings.ts';

export const defaultSettings: Settings = {
  mode: 'system',
  theme: 'lamplight',
  language: 'system',
  requestsPerOrigin: 4,
  sendKey: 'enter',
  autoScroll: true,
  keepAwake: true,
  idleSeconds: 120,
  catalogueDays: 7,
  defaultModel: null,
  vaultMinutes: 15,
  vaultLocksOnHide: false,
  keysInMemory: false,
  keyAgeDays: 90,
  lastModel: null,
  lastSessionId: '',
  askedToPersist: false,
};
