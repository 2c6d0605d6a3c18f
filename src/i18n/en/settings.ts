/** Words of the Settings screen. */
const count = (many: number, one: string, more: string) => `${many} ${many === 1 ? one : more}`;

export const settings = {
  title: 'Settings',
  nav: 'Settings sections',
  sections: { general: 'General', connections: 'Connections', data: 'Data', about: 'About' },
  general: {
    look: 'Look',
    mode: 'Brightness',
    modes: { system: 'As the system', dark: 'Dark', light: 'Light' },
    theme: 'Theme',
    writing: 'Writing and reading',
    sendKey: 'Send with',
    sendKeys: { enter: 'Enter', 'mod-enter': 'Ctrl or Cmd with Enter' },
    sendKeyHint: 'Shift with Enter always breaks the line; so does Enter on a touch keyboard.',
    autoScroll: 'Follow a reply as it grows',
    autoScrollHint: 'Scrolling up stops it; a button brings it back.',
    keepAwake: 'Keep the screen on while a reply comes',
    keepAwakeHint: 'Only while this page is visible, and where the browser can.',
    servers: 'Servers',
    requests: 'Requests at once per server',
    requestsHint:
      'Further messages wait in line. Browsers open six connections to a server, and one stays free for Stop.',
    idle: 'Silence before a reply counts as broken, in seconds',
    idleHint: '0 waits for ever. Loading a model never counts.',
    days: 'Days before a model list counts as old',
    daysHint: 'An old list is still shown, with its age.',
    outside: (min: string, max: string) => `A number from ${min} to ${max}, please.`,
    whole: (min: string, max: string) => `A whole number from ${min} to ${max}, please.`,
  },
  connections: {
    text: 'Servers are added, checked and changed on their own page.',
    open: 'Open connections',
    none: 'No connection yet.',
    line: (name: string, health: string) => `${name}: ${health}`,
    off: 'switched off',
  },
  data: {
    exportTitle: 'Export',
    exportText: 'One file with all sessions, images and connections. API keys are never in it.',
    exportButton: 'Export all sessions',
    exporting: 'Writing the file…',
    exported: (sessions: number) => `Exported ${count(sessions, 'session', 'sessions')}`,
    importTitle: 'Import',
    importLabel: 'Import sessions',
    importHint: (limit: string) =>
      `A file that Llantern exported, up to ${limit}. You see what is in it before anything is written.`,
    reading: 'Reading the file…',
    look: 'In this file',
    sessionsNew: (many: number) => `${count(many, 'session', 'sessions')} will be added`,
    sessionsExisting: (many: number) =>
      many === 1
        ? '1 session is already here and stays as it is'
        : `${many} sessions are already here and stay as they are`,
    messages: (many: number) => count(many, 'message', 'messages'),
    attachments: (many: number) => count(many, 'image', 'images'),
    connectionsNew: (many: number) =>
      `${count(many, 'connection', 'connections')} will be added, without a key; those on the internet switched off`,
    connectionsMatched: (many: number) =>
      many === 1 ? '1 connection is already here' : `${many} connections are already here`,
    settingsNew: (many: number) =>
      `${count(many, 'setting', 'settings')} not chosen here will be taken over`,
    nothingNew: 'Everything in this file is already here.',
    importButton: 'Import…',
    cancel: 'Cancel',
    importing: 'Importing…',
    // Tests and assistive technology rely on these words, whatever the number.
    imported: (sessions: number) => `Imported ${sessions} sessions`,
    skipped: (many: number) =>
      many === 0 ? '' : many === 1 ? '1 was already here.' : `${many} were already here.`,
    storageTitle: 'Storage',
    used: (used: string, quota: string) => `${used} used of ${quota} this browser grants`,
    usedOnly: (used: string) => `${used} used`,
    usage: 'Storage used',
    unknown: 'This browser does not say how much room there is.',
    kept: 'The browser keeps this data until you delete it.',
    mayGo: 'The browser may clear this data when the device runs short of space.',
    ask: 'Ask to keep it',
    refused:
      'The browser said no for now. It often agrees once the app is installed or used for a while.',
    damaged: (many: number) =>
      `${count(many, 'stored row', 'stored rows')} could not be read and ${many === 1 ? 'is' : 'are'} left out. An export holds what can be read.`,
    inMemory: 'Nothing is stored: this session runs in memory only.',
    resetTitle: 'Delete everything',
    resetText:
      'All sessions, connections, model lists and settings on this device, in this browser. There is no undo; export first what you want to keep.',
    resetButton: 'Delete everything…',
    resetDialog: 'Delete everything on this device?',
    resetWord: 'delete',
    resetAsk: (word: string) => `Type “${word}” to confirm`,
    resetConfirm: 'Delete everything',
    resetting: 'Deleting…',
    close: 'Close',
  },
  about: {
    lead: 'A chat client that is only a folder of files. It talks to your servers and to nobody else.',
    version: 'Version',
    build: 'Build',
    engine: 'Engine',
    hosts: {
      shared: 'one for all tabs',
      dedicated: 'one per tab',
      page: 'inside this page',
    },
    storage: 'Storage',
    storages: { disk: 'on this device', memory: 'in memory only' },
    unknown: 'not known yet',
    contactTitle: 'What is contacted',
    contact: [
      'The servers you connected, and only those.',
      'The place this page came from, to look for a newer version.',
      'Nothing else: no telemetry, no fonts, no images from other sites unless you allow them.',
    ],
    licences: 'Licences of what Llantern is made of',
    licence: 'Llantern itself is free under the MIT licence.',
  },
};
