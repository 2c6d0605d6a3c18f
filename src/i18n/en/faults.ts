/**
 * What happened and what to do next, for each kind of fault. Never a stack, never a key; an address is shown without its
 * query. Commands to copy and longer help belong to the connect screen.
 */
import type { Fault, FaultKind } from '../../domain/fault.ts';
import { modelFaults } from './faults-models.ts';
import { told } from './told.ts';

type FaultText = { title: string; next?: string };
/** What needs the chosen language's formats: a moment as a time of day, with its day where that is not today. */
export type FaultFormats = { readonly moment: (at: number) => string };
export type FaultWords = {
  readonly [Kind in FaultKind]: (
    fault: Extract<Fault, { kind: Kind }>,
    formats: FaultFormats,
  ) => FaultText;
};

export const faults: FaultWords = {
  ...modelFaults,
  offline: () => ({
    title: 'This device is offline',
    next: 'Reconnect to the network and try again. Servers on this machine or in your network still work.',
  }),
  unreachable: ({ url }) => ({
    title: `No answer can be had from ${place(url)}`,
    next: 'Check that the server is running and that the address is right. The Connect page can look closer.',
  }),
  'not-listening': ({ url }) => ({
    title: `No server is listening at ${place(url)}`,
    next: 'Start the model server, or correct the port of this connection.',
  }),
  'cors-refused': ({ url, pageOrigin }) => ({
    title: `The server at ${place(url)} does not let this page in`,
    next: `Allow the origin ${pageOrigin} on the server; the Connect page shows how.`,
  }),
  'mixed-content': ({ url }) => ({
    title: `A secure page may not call ${place(url)}`,
    next: 'This browser keeps https pages away from plain http servers. Serve the model over https, or open Llantern over http.',
  }),
  'local-network-denied': ({ url }) => ({
    title: `The browser does not let this page reach ${place(url)}`,
    next: 'Allow access to the local network in the site settings beside the address bar, then try again.',
  }),
  'insecure-origin': ({ url }) => ({
    title: `This page may not reach ${place(url)} from a plain http address`,
    next: 'Open Llantern from localhost or over https; then the browser can ask for your permission.',
  }),
  'key-wanted': ({ url, message, wasSent }) => ({
    title: wasSent
      ? `The server at ${place(url)} does not accept this key`
      : `The server at ${place(url)} wants an API key`,
    next: told(
      message,
      wasSent
        ? 'It may be mistyped, expired or made for another account. Enter a new key, then try again.'
        : 'Enter the key of this connection on the Connect page, then try again.',
    ),
  }),
  'key-or-network': ({ url }) => ({
    title: `${place(url)} gave no answer that this page may read`,
    next: 'Either the key was refused, which this provider tells in a way that browsers hide, or the network is down. Check the key first, then the network.',
  }),
  'header-refused': ({ url, header }) => ({
    title: `The server at ${place(url)} does not accept the header ${header} from pages`,
    next: 'It answers this page, but stops a request that carries this header. Allow the header on the server, or remove it from the connection.',
  }),
  redirected: ({ url }) => ({
    title: `${place(url)} sends its callers on to another address`,
    next: 'No key is sent along a redirect. Enter the address it leads to in the connection.',
  }),
  'payment-wanted': ({ message }) => ({
    title: 'The account at this provider has no credit',
    next: told(message, 'Add credit there, or choose a model of another connection.'),
  }),
  'content-blocked': ({ message }) => ({
    title: 'The provider’s safety rules stopped this',
    next: told(message, 'Word the message differently, or choose another model.'),
  }),
  'vault-locked': () => ({
    title: 'The key is in the vault, and the vault is locked',
    next: 'Unlock the vault; then this goes on by itself.',
  }),
  'vault-refused': ({ waitUntil }, { moment }) => ({
    title: 'That does not open the vault',
    next:
      waitUntil === undefined
        ? 'Try again, or use another of its locks.'
        : `The next attempt is taken at ${moment(waitUntil)}. Each wrong one makes the wait longer.`,
  }),
  'vault-damaged': ({ what }) => ({
    title: what === 'vault' ? 'The vault has been changed or cut' : 'A sealed key has been changed',
    next:
      what === 'vault'
        ? 'What it holds cannot be opened. Erase the vault in the settings and enter the keys again.'
        : 'It is not used. Remove it in the settings and enter the key again.',
  }),
  'vault-weak': () => ({
    title: 'The vault’s protection was weakened from outside',
    next: 'It asks for less work than Llantern ever writes, so it is not opened. Erase it in the settings and enter the keys again.',
  }),
  'vault-absent': () => ({
    title: 'There can be no vault at this address',
    next: 'The browser gives cryptography only to https addresses and localhost. Keys stay in memory here and are gone when the last tab closes.',
  }),
  'vault-no-wasm': () => ({
    title: 'This browser cannot run what the vault was made with',
    next: 'It was made with Argon2id, which needs WebAssembly. Allow that for this page, or open the vault in the browser it was made in.',
  }),
  'vault-last-lock': () => ({
    title: 'This is the only lock of the vault',
    next: 'Add another lock first, or erase the vault.',
  }),
  'key-unusable': ({ reason }) => ({
    title: 'This cannot be sent as a key',
    next: {
      empty: 'Nothing was left of it once spaces and quotes were taken off. Copy it again.',
      control:
        'It holds characters that no header may carry. Copy it again, from the provider’s page.',
      letters: 'It holds letters that no header may carry, which no real key has. Copy it again.',
      'no-colon': 'Write it as name:password, with a colon between them.',
    }[reason],
  }),
  'new-key-refused': ({ message }) => ({
    title: 'The server refused the new key, so the old one was kept',
    next: told(message, 'Check that it was copied whole and belongs to this provider.'),
  }),
  'limit-reached': ({ limit, name, freesAt }, { moment }) => ({
    title: `Your own limit for ${name} is reached: ${limitNames[limit]}`,
    next: `The next request fits at ${moment(freesAt)}. Raise the limit on the Connect page, or choose another model.`,
  }),
  'outside-fence': ({ fence, zone, name }) => ({
    title: `${name} is ${zoneNames[zone]}, and this session stays ${fenceNames[fence]}`,
    next: 'Nothing was sent. Choose a model inside, or widen the fence in the session settings.',
  }),
  'no-server-for-model': ({ model, fence }) => ({
    title: `No server that may answer has the model ${model}`,
    next:
      fence === undefined || fence === 'outside'
        ? 'Connect or switch on a server that has it, or choose another model.'
        : `This session stays ${fenceNames[fence]}. Choose a model that a server there has, or widen the fence.`,
  }),
  'browser-lacks': ({ what, reason }) =>
    lackWords[reason ?? (what === 'page-models' ? 'no-tab' : 'no-page')],
  'config-invalid': ({ place: where, reason }) => ({
    title: `Part of this installation’s configuration was left out: ${where}`,
    next: `${reason}. The rest holds. Whoever runs this page can correct its llantern.json.`,
  }),
  'not-a-model-server': ({ url, found }) => ({
    title: `What answers at ${place(url)} is not a model server we know`,
    next: `${found === undefined ? '' : `It looks like “${found}”. `}Check the address and the port.`,
  }),
  'invalid-address': ({ text, reason }) => ({
    title: reason === 'empty' ? 'The address is empty' : `“${text}” cannot be used as an address`,
    next: addressHelp[reason],
  }),
  'too-large': ({ message }) => ({
    title: 'The request is too large for the server',
    next: told(message, 'Send less: fewer or smaller images, or a shorter text.'),
  }),
  'rate-limited': ({ message, retryAfterMs }) => ({
    title: 'The server asks for a pause',
    next: told(
      message,
      retryAfterMs === undefined
        ? 'Too many requests came in a short time. Wait a little, then try again.'
        : `Try again in ${seconds(retryAfterMs)}.`,
    ),
  }),
  loading: ({ message }) => ({
    title: 'The server is still loading the model',
    next: told(message, 'Wait until it is ready; large models take a few minutes.'),
  }),
  busy: ({ message }) => ({
    title: 'The server is busy',
    next: told(message, 'Other requests fill it. Try again in a moment.'),
  }),
  'context-exceeded': ({ promptTokens, contextLength, message }) => ({
    title: 'The session is longer than the context of the model',
    next: told(
      message,
      promptTokens !== undefined && contextLength !== undefined
        ? `It has ${promptTokens} tokens and the model holds ${contextLength}. Raise the context length, choose another model, or start a new session.`
        : 'Raise the context length, choose another model, or start a new session.',
    ),
  }),
  unsupported: ({ ability, message, flag }) =>
    isFormat(ability)
      ? {
          title: formatTitles[ability],
          next: told(
            message,
            ability === 'answer-format'
              ? 'Correct it in the session settings, or choose another one there.'
              : 'Choose another answer format in the session settings, or another server.',
          ),
        }
      : {
          title: `This model or server cannot do this: ${ability}`,
          next: told(
            message,
            flag === undefined
              ? 'Leave it out of the request, or choose another model.'
              : `Start the server again with ${flag}.`,
          ),
        },
  refused: ({ status, message }) => ({
    title: `The server refused the request (${status})`,
    next: told(message, 'Check the connection and the settings of this session.'),
  }),
  'server-error': ({ status, message }) => ({
    title: `The server failed (${status})`,
    next: told(message, 'Try again. If it stays so, look into the log of the server.'),
  }),
  'stream-error': ({ message }) => ({
    title: 'The server reported an error in the middle of its reply',
    next: told(message, 'Continue the reply, or try again.'),
  }),
  unreadable: ({ line, message }) => ({
    title: 'The server sent something we cannot read',
    next: told(
      message,
      `${line === '' ? '' : `It began with “${line.slice(0, 80)}”. `}Check that the kind of this connection is right.`,
    ),
  }),
  'answer-too-large': ({ url, limitBytes }) => ({
    title: `An answer of more than ${Math.round(limitBytes / 1_000_000)} MB was not read`,
    next: `Check that ${place(url)} is the server it should be: no model server says that much at once.`,
  }),
  truncated: () => ({
    title: 'The connection broke before the reply was complete',
    next: 'Continue the reply, or try again.',
  }),
  idle: ({ idleMs }) => ({
    title: `The server fell silent for ${seconds(idleMs)}`,
    next: 'Continue the reply, or raise the limit in the settings for slow machines.',
  }),
  'no-answer': ({ waitedMs }) => ({
    title: `The server did not answer within ${seconds(waitedMs)}`,
    next: 'It may be overloaded or asleep. Try again, or check it on the Connect page.',
  }),
  'connection-missing': () => ({
    title: 'The connection of this session no longer exists',
    next: 'Choose a model of another connection.',
  }),
  'connection-off': ({ name }) => ({
    title: `The connection ${name} is switched off`,
    next: 'Open Connect and switch it on, or choose another model.',
  }),
  'no-model': () => ({
    title: 'No model is chosen',
    next: 'Pick a model at the top, then send again. Your text is kept.',
  }),
  'queue-full': ({ size, of }) =>
    of === 'jobs'
      ? {
          title: `${size} jobs already wait or are paused`,
          next: 'Nothing was added. Cancel some of them, or wait until some are done.',
        }
      : {
          title: `${size} messages already wait in this session`,
          next: 'Your text is kept in the composer. Send it when the line is shorter.',
        },
  'storage-full': () => ({
    title: 'This device has no room left for Llantern',
    next: 'Copy or export what you need now, then free some space or delete old sessions.',
  }),
  'storage-failed': ({ message }) => ({
    title: 'The stored sessions cannot be read or written',
    next: told(
      message,
      'Reload the page. If it stays so, save what can be saved and reset the app.',
    ),
  }),
  'storage-newer': ({ found, known }) => ({
    title: 'Your sessions were written by a newer Llantern',
    next: `The database has version ${found}, this program knows ${known}. Close all tabs of Llantern and open it again to get the update. Nothing was changed.`,
  }),
  'storage-absent': () => ({
    title: 'This browser gives the page no place to keep sessions',
    next: 'That is so in some private windows, or where site data is blocked. Allow it, use a normal window, or go on without keeping anything.',
  }),
  'file-too-large': ({ sizeBytes, limitBytes }) => ({
    title: `The file is too large (${megabytes(sizeBytes)})`,
    next: `The limit is ${megabytes(limitBytes)}. Choose a smaller file.`,
  }),
  'file-invalid': ({ reason }) => ({
    title: 'The file cannot be used',
    next: reason,
  }),
  'engine-gone': () => ({
    title: 'The part of Llantern that talks to servers went away',
    next: 'It is being started again. Try once more in a moment.',
  }),
  'engine-old': () => ({
    title: 'Llantern was updated or reset in another tab',
    next: 'Nothing can be kept from here any more. Copy what you still need, then reload this page.',
  }),
  'not-found': ({ what }) => ({
    title: `This ${what} is not here any more`,
    next: 'It was deleted, perhaps in another tab.',
  }),
  unexpected: ({ message }) => ({
    title: 'Something went wrong that we did not foresee',
    next: told(message, 'Try again. If it stays so, reload the page: what was stored is kept.'),
  }),
};

const formatTitles = {
  json: 'This server takes no plain JSON as an answer format',
  'json-schema': 'This server takes no JSON schema',
  grammar: 'This server takes no grammar',
  'answer-format': 'The answer format of this session cannot be used',
};

function isFormat(ability: string): ability is keyof typeof formatTitles {
  return Object.hasOwn(formatTitles, ability);
}

const lackWords = {
  'no-tab': {
    title: 'No open page of Llantern runs models now',
    next: 'Models in this browser run in a tab of Llantern. Keep one open, then try again.',
  },
  'other-tab': {
    title: 'Another tab of Llantern is running a model',
    next: 'There is room for one at a time. Close that tab, or let its model go under Models.',
  },
  'no-engine': {
    title: 'This browser cannot run models',
    next: 'That takes WebAssembly, which it lacks, or which a lockdown or strict security mode switched off. Connect a server instead.',
  },
  'not-kept': {
    title: 'What runs models could not be fetched',
    next: 'It is kept for use without a network from its first use on. Try again when the place this page came from can be reached.',
  },
  'no-page': {
    title: 'No open page can lend the browser’s own model',
    next: 'It runs in Chrome, in a tab of Llantern that is open. Open one there, or choose another model.',
  },
  'needs-click': {
    title: 'The browser has not fetched its own model yet',
    next: 'Browsers begin that only at a press of a button: open this connection and have it fetched there.',
  },
  unavailable: {
    title: 'This browser has no model of its own',
    next: 'Chrome has one on machines with enough memory and free space. Choose another model here.',
  },
} as const;

const addressHelp = {
  empty: 'Type a host, a host with a port, or a whole URL.',
  scheme: 'Only http and https addresses work.',
  query: 'Leave out everything from the first ? or #.',
  credentials: 'Leave name and password out of the address; a key has its own field.',
  unreadable: 'Type a host, a host with a port (192.168.1.40:11434), or a whole URL.',
} as const;

const limitNames = {
  requestsPerMinute: 'requests a minute',
  tokensPerDay: 'tokens a day',
  tokensPerMonth: 'tokens a month',
  costPerDay: 'cost a day',
  costPerMonth: 'cost a month',
} as const;

const zoneNames = {
  device: 'on this device',
  network: 'in your network',
  outside: 'on the internet',
} as const;

const fenceNames = {
  device: 'on this device',
  network: 'within your network',
  outside: 'open to everywhere',
} as const;

/** Host and port: what tells one server from another, and can hold no secret. */
function place(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'this address';
}

function seconds(ms: number): string {
  const whole = Math.max(1, Math.round(ms / 1000));
  return whole === 1 ? '1 second' : `${whole} seconds`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
