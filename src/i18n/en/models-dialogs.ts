/** Words of the dialogs of the Models screen. Part of `models.ts`. */
const countOf = (count: number) => (count === 1 ? '1 model' : `${count} models`);

export const modelDialogs = {
  copyText: { copy: 'Copy', copied: 'Copied', failed: 'Select it by hand' },
  details: {
    asking: (server: string) => `Asking ${server}…`,
    noMore: 'This server tells no more than its list.',
    notLoaded: 'not in memory',
    facts: {
      name: 'Full name',
      server: 'Server',
      size: 'Size',
      family: 'Family',
      parameters: 'Parameters',
      quantization: 'Quantisation',
      context: 'Context',
      abilities: 'Can',
      changed: 'Changed',
      memory: 'Memory',
      digest: 'Digest',
      tokens: (count: string) => `${count} tokens`,
    },
    parts: {
      system: 'System text',
      parameters: 'Parameters',
      template: 'Template',
      messages: 'Messages',
      modelfile: 'Modelfile',
      info: 'Model info',
      license: 'Licence',
    },
    seen: 'Digests seen',
    seenAt: (ago: string) => `first seen ${ago}`,
    seenHint:
      'What this device saw when it fetched the list. A new digest is a new build of the model.',
  },
  copyModel: {
    title: (model: string) => `Copy ${model}`,
    name: 'Name of the copy',
    hint: 'A copy takes no space: both names share their files.',
    taken: (name: string) => `There is a ${name} already. It would be replaced.`,
    same: 'That is the name it has.',
    confirm: 'Copy',
    replace: 'Replace it',
  },
  deleteModels: {
    one: (model: string, server: string) => `Delete ${model} from ${server}?`,
    many: (count: number) => `Delete ${countOf(count)}?`,
    place: (model: string, server: string) => `${model} on ${server}`,
    more: (count: number) => `and ${count} more`,
    asking: 'Looking at what shares files with it…',
    frees: (size: string) => `That frees ${size} on disk.`,
    freesAtLeast: (size: string) => `That frees at least ${size} on disk.`,
    freesNothing: 'That frees next to nothing.',
    freesUnknown: 'How much space that frees is not known.',
    shared: (names: string) => `Its files stay with ${names}.`,
    loaded: (count: number) =>
      count === 1
        ? 'It is in memory now and is unloaded.'
        : `${count} of them are in memory now and are unloaded.`,
    undoHere: 'Afterwards it can be added again, from where it came.',
    undo: 'Afterwards it can be pulled again, if its registry has it. What was made on the server itself is gone.',
    confirm: 'Delete',
  },
  push: {
    title: (model: string) => `Push ${model}`,
    text: (server: string) =>
      `${server} sends it to its registry, and signs with a key of its own. Your account there has to know the public half.`,
    namespace:
      'A model is pushed under your own name. Copy it to your-name/model first, then push the copy.',
    copyFirst: 'Copy first…',
    confirm: 'Push',
  },
  publicKey: {
    title: 'The server’s public key',
    text: (server: string) =>
      `A page cannot read a server’s files. On the machine of ${server} this shows the key:`,
    place: 'How it runs there',
    places: {
      'linux-service': 'Linux, as a service',
      linux: 'Linux, started by a person',
      macos: 'macOS',
      windows: 'Windows',
      docker: 'Docker',
    },
    file: 'It is in',
    command: 'Command',
    account: 'Paste it into your account’s keys at ollama.com',
    keep: 'Keep it here',
    keepHint: 'So that you have it at hand. It is no secret.',
    kept: 'Public key',
    troubles: {
      private:
        'That is the private half. Never paste it anywhere; the public one is in the file that ends in .pub.',
      none: 'A public key begins with “ssh-ed25519 ”.',
    },
  },
  places: {
    title: (names: readonly string[]) =>
      `Pull ${names.length === 1 ? names[0] : countOf(names.length)} on other servers`,
    text: 'What a server does not have yet it fetches from the registry.',
    everywhere: 'All your servers have that already.',
    lacks: (count: number) => `${countOf(count)} not there yet`,
    confirm: (count: number) => (count === 1 ? 'Pull on 1 server' : `Pull on ${count} servers`),
  },
  updates: {
    title: 'Update models',
    text: 'A page cannot ask a registry what is new, so each model is pulled again. Files that are there already finish at once, and afterwards you see what changed.',
    none: 'No connected server can pull models.',
    models: (count: number) => countOf(count),
    next: (count: number, when: string) => `${countOf(count)}, next ${when}`,
    due: (count: number) => `${countOf(count)}, an update is due`,
    now: (server: string) => `Update all on ${server}`,
    asking: 'Asking what can be updated…',
    apart: 'Left out unless you switch them on',
    why: {
      cloud: 'runs in the cloud: there is nothing to pull',
      made: 'was made here: a pull might replace it',
      parent: (parent: string) => `was made from ${parent}: a pull might replace it`,
    },
    /** The queue had no room for all. */
    taken: (taken: number, left: number) =>
      `${countOf(taken)} queued. The queue is full: ${countOf(left)} must wait.`,
    restByItself: 'They are added by themselves when there is room.',
    restByHand: 'Update once more when there is room, and only they are added.',
    how: 'Look for updates',
    hows: { never: 'Never', tell: 'Remind me', pull: 'Pull by itself' },
    days: 'Every … days',
    daysWrong: 'A whole number from 1 to 365, please.',
    from: 'From',
    to: 'Until',
    hoursHint:
      'While Llantern is open, or when it is next opened. The same hour twice means at any time.',
  },
} as const;
