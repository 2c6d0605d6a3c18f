/** The words of the vault: making it, opening it, its locks, and the keys it holds. */
import type { HeldUnit, PassphraseWeakness } from '../../domain/passphrase.ts';
import type { LockKind } from '../../domain/vault.ts';

const heldUnits: Readonly<Record<HeldUnit, readonly [string, string]>> = {
  seconds: ['a second', 'seconds'],
  minutes: ['a minute', 'minutes'],
  hours: ['an hour', 'hours'],
  days: ['a day', 'days'],
  months: ['a month', 'months'],
  years: ['a year', 'years'],
  centuries: ['a century', 'centuries'],
};

const held = (unit: HeldUnit, count: string, isOne: boolean) =>
  isOne ? heldUnits[unit][0] : `${count} ${heldUnits[unit][1]}`;

const lockKinds: Readonly<Record<LockKind, string>> = {
  passphrase: 'Passphrase',
  passkey: 'Passkey',
  recovery: 'Recovery code',
};

const weaknesses: Readonly<Record<PassphraseWeakness, string>> = {
  'too-short': 'It is too short: eight characters at least, and four or five words are better.',
  common: 'It is on the list of passwords that everybody tries first. Take something of your own.',
  'like-common': 'It is a small change to a common password. Add a few words that do not belong.',
  'one-word': 'A single word is tried within seconds. Put three or four unrelated words after it.',
  keyboard: 'It follows the keys of the keyboard, which is tried early. Take words instead.',
  repeated: 'It repeats itself, which adds next to nothing. Add different words.',
  sequence: 'It is a run such as abc or 123, which is tried early. Take words instead.',
  date: 'Dates and years are tried early, whoever they matter to. Add a few unrelated words.',
  name: 'Names are tried early. Add a few words that have nothing to do with it.',
  'about-this': 'It says what it is for, which is tried early. Leave that out.',
  guessable: 'It would be found too soon. Add one or two unrelated words.',
};

export const vault = {
  title: 'Vault',
  lead: 'The vault seals your API keys on this device, so that somebody with a copy of your browser profile cannot read them. Only you can open it: a forgotten passphrase without a recovery code means entering the keys again.',
  loading: 'Looking…',
  absent: {
    text: 'The browser gives cryptography only to https addresses and to localhost, and this page came from neither. So keys stay in memory here: they work, and are gone when the last tab closes.',
    textHere:
      'Nothing can be sealed right now: the browser keeps no storage for this page, or runs all of Llantern inside it. So keys stay in memory here: they work, and are gone when the last tab closes.',
    ways: 'Ways to host it properly',
  },
  create: {
    title: 'Make a vault',
    passphrase: 'New passphrase',
    again: 'The same once more',
    differs: 'The two are not the same yet.',
    suggest: 'Suggest one',
    suggested: 'Five words drawn by lot. Write them down before you go on.',
    withCode: 'Make a recovery code too',
    withCodeHint: 'To be printed or written down; it opens the vault when the passphrase is lost.',
    button: 'Make the vault',
    making: 'Making it…',
    made: 'The vault is made and open.',
    sealed: 'Keys that are in memory now are sealed with it.',
  },
  quality: {
    names: ['very weak', 'very weak', 'weak', 'good', 'strong'],
    label: 'Quality of the passphrase',
    is: (name: string) => `This passphrase is ${name}.`,
    holds: (rate: string, unit: HeldUnit, count: string, isOne: boolean) =>
      unit === 'seconds'
        ? `At ${rate} guesses a second it would be found in no time.`
        : `At ${rate} guesses a second it would hold for about ${held(unit, count, isOne)}.`,
    holdsLong: (rate: string) =>
      `At ${rate} guesses a second it would hold for longer than anybody can wait.`,
    weaknesses,
    checking: 'Looking at it…',
    unavailable: 'Its quality cannot be judged right now: the lists of common ones did not load.',
    again: 'Try again',
  },
  proof: {
    passphrase: 'Passphrase',
    recovery: 'Recovery code',
    recoveryHint: 'As printed. Spaces, dashes and capitals do not matter.',
    show: 'Show',
    hide: 'Hide',
    unlock: 'Unlock',
    working: 'One moment…',
    passkey: 'Use a passkey',
    useRecovery: 'Use the recovery code',
    usePassphrase: 'Use the passphrase',
    refused: 'That does not open the vault.',
    wait: (time: string) =>
      `After several misses there is a pause: ${time} until the next attempt.`,
    passkeyCancelled: 'The passkey was not used. Nothing has changed.',
    passkeyFailed: 'The browser could not use the passkey. Try another way in.',
  },
  ask: {
    title: 'Unlock the vault',
    text: 'A key in the vault is needed for this.',
  },
  inPlace: {
    title: 'The vault is locked',
    text: 'The key for this server is in the vault. Unlock it and the message goes out by itself.',
    textOf: (name: string) =>
      `The key for ${name} is in the vault. Unlock it and the message goes out by itself.`,
    stop: 'Do not send',
  },
  locked: {
    title: 'The vault is locked',
    text: 'No sealed key can be used until it is open.',
  },
  open: {
    title: 'The vault is open',
    locksAt: (moment: string) => `It locks itself at ${moment} if nothing happens until then.`,
    never: 'It locks itself 24 hours after it was opened, and when the browser ends.',
    lockNow: 'Lock now',
  },
  fallback:
    'WebAssembly is refused here, so the weaker PBKDF2 guards the passphrase. Take a longer one than usual.',
  locks: {
    title: 'Locks',
    text: 'Each of these opens the vault by itself. Changing one leaves the sealed keys as they are.',
    kinds: lockKinds,
    made: (when: string) => `made ${when}`,
    change: 'Change the passphrase',
    addPasskey: 'Add a passkey',
    addRecovery: 'Make a recovery code',
    remove: 'Remove',
    removeName: (name: string) => `Remove the lock ${name}`,
    only: 'The last lock stays: without it nothing could open the vault.',
  },
  changing: {
    title: 'Change the passphrase',
    newOne: 'First the new one.',
    proof: 'Now open the vault once more, to show that it is you.',
    next: 'Next',
    back: 'Back',
    button: 'Change the passphrase',
    done: 'The passphrase was changed.',
  },
  passkey: {
    title: 'Add a passkey',
    text: (host: string) =>
      `A passkey opens the vault with your finger, face, PIN or security key instead of the passphrase. It is bound to ${host} and works on no other address.`,
    name: 'Name',
    nameHint: 'To tell it from others, such as “This laptop”.',
    make: 'Make the passkey',
    proof: 'The passkey is made. Now open the vault once more, to show that it is you.',
    add: 'Add it to the vault',
    added: 'The passkey was added.',
    cancelled: 'No passkey was made. Nothing has changed.',
    exists: 'This device or security key has a passkey for this vault already.',
    noPrf:
      'This passkey cannot open a vault: its device or password manager lacks the PRF extension. Nothing has changed; you may delete the passkey there. Try another device or security key.',
    failed: 'The browser could not make a passkey. Nothing has changed.',
    noBrowser: 'This browser has no passkeys.',
    noAddress: (host: string, better: string) =>
      `Passkeys need a host with a name, and ${host} is a number. They work at ${better}, but that is another place to the browser: sessions and keys of here are not there.`,
    noAddressAtAll: (host: string) =>
      `Passkeys need a host with a name, and ${host} is a number. Open Llantern by a name, over https.`,
    account: 'Llantern vault',
  },
  recovery: {
    title: 'Your recovery code',
    make: 'Make a recovery code',
    makeText:
      'Whoever has this code can open the vault on this device. Keep it on paper, away from the device. Codes made before go on working until they are removed.',
    button: 'Make the code',
    text: 'It is shown this once and never again. It opens this vault on this device when the passphrase is lost.',
    copy: 'Copy',
    copied: 'Copied',
    copyFailed: 'It could not be copied. Select it and copy it by hand.',
    print: 'Print',
    kept: 'I have kept it',
    done: 'Done',
    first: 'Keep it first, then say so below. Without it only the other locks open the vault.',
    printTitle: 'Llantern: recovery code of the vault',
    printText: (host: string, date: string) => `For ${host}. Made ${date}. Keep it safe.`,
  },
  removing: {
    title: 'Remove a lock',
    text: (name: string) => `“${name}” will not open the vault any more.`,
    proof: 'Open the vault once more, to show that it is you.',
    button: 'Remove the lock',
    done: 'The lock was removed.',
  },
  settings: {
    title: 'Locking and keeping',
    minutes: 'Minutes without use before it locks',
    minutesHint:
      '0 never locks it for that. After 24 hours, and soon after the last tab closed, it locks anyway.',
    onHide: 'Lock when no page is visible',
    onHideHint: 'Another tab, another app or a dark screen lock it at once.',
    inMemory: 'Keep keys in memory only',
    inMemoryHint:
      'New keys are not stored and are gone when the last tab closes. Keys sealed before stay in the vault.',
    age: 'Days before the age of a key is pointed out',
    ageHint: '0 never points it out.',
  },
  keys: {
    title: 'Keys',
    none: 'No key is kept. A key is entered where its connection is.',
    connections: 'Connections',
    gone: 'a connection that is gone',
    roles: {
      key: 'API key',
      basic: 'Name and password',
      header: (name: string) => `Header ${name}`,
    },
    unnamed: 'Key',
    for: (role: string, connection: string) => `${role} for ${connection}`,
    kept: { sealed: 'sealed in the vault', memory: 'in memory only' },
    added: (when: string) => `Added ${when}`,
    used: (when: string) => `used ${when}`,
    unused: 'not used yet',
    refused: (when: string) => `Refused ${when}`,
    expires: (day: string) => `Expires ${day}`,
    expired: (day: string) => `Expired ${day}`,
    old: (days: number) => `More than ${days} days old. Consider a new one.`,
    oldOne: 'More than a day old. Consider a new one.',
    edit: 'Edit',
    editOf: (name: string) => `Edit ${name}`,
    editTitle: 'Label and expiry',
    label: 'Label',
    expiry: 'Expires on',
    expiryHint: 'If its provider set a day. Left empty it does not expire.',
    save: 'Save',
    restore: 'Bring back the one before',
    restoreUntil: (moment: string) => `until ${moment}`,
    restored: 'The key before this one is back.',
    remove: 'Remove',
    removeOf: (name: string) => `Remove ${name}`,
    removeTitle: 'Remove this key?',
    removeText: (name: string) =>
      `“${name}” is deleted here. It stays valid at its provider until you revoke it there.`,
  },
  erase: {
    title: 'Erase the vault',
    text: 'Deletes the vault with every sealed key and every lock. Connections and sessions stay. There is no undo.',
    button: 'Erase the vault…',
    dialog: 'Erase the vault and its keys?',
    word: 'erase',
    ask: (word: string) => `Type “${word}” to confirm`,
    confirm: 'Erase the vault',
    done: 'The vault was erased.',
    all: 'Deleting everything, sessions too, is under Data.',
  },
  cancel: 'Cancel',
  close: 'Close',
};
