/** Every code with what it comes from and what to do, for the help. Without the facts of a single case. */
import type { FaultKind } from '../../domain/fault.ts';

/** Cause, then next step. */
export const codes: { readonly [Kind in FaultKind]: readonly [string, string] } = {
  offline: [
    'The browser reports no network, and the server is outside this machine and network.',
    'Reconnect. Servers on this machine or in your network still work.',
  ],
  unreachable: [
    'Nothing answered at the address, or nothing that a page is allowed to see.',
    'Check that the server runs and that host and port are right. “Check the connection” looks closer.',
  ],
  'not-listening': [
    'The machine answers, but no program listens at that port.',
    'Start the model server, or correct the port.',
  ],
  'cors-refused': [
    'The server answers, but does not name this page among the origins it lets in.',
    'Allow the origin of this page on the server. “Check the connection” has the line to copy.',
  ],
  'mixed-content': [
    'An https page may not call a plain http server in this browser.',
    'Serve the model over https, open Llantern over http, or host both at one address.',
  ],
  'local-network-denied': [
    'The permission to reach devices in the local network was refused or dismissed.',
    'Allow it in the site settings beside the address bar.',
  ],
  'insecure-origin': [
    'This page was opened over plain http, and the browser keeps such pages from other machines.',
    'Open Llantern from localhost or over https.',
  ],
  'key-wanted': [
    'The server wants an API key, or the one it got is wrong, expired or of another account.',
    'Enter the right key in the connection.',
  ],
  'key-or-network': [
    'This provider refuses keys in a way that browsers show as a network failure. Either may be the reason.',
    'Check the key first, then the network.',
  ],
  'header-refused': [
    'The server answers pages, but its preflight does not let one of our headers pass.',
    'Allow the header on the server, or remove it from the connection.',
  ],
  redirected: [
    'The address answers with a redirect. No key is ever sent along one.',
    'Enter the address it leads to.',
  ],
  'payment-wanted': [
    'The account at the provider has no credit left.',
    'Add credit there, or use another connection.',
  ],
  'content-blocked': [
    'The safety rules of the provider stopped the prompt or the reply.',
    'Word the message differently, or choose another model.',
  ],
  'vault-locked': ['The key is sealed in the vault, which is locked.', 'Unlock the vault.'],
  'vault-refused': [
    'The passphrase, passkey or recovery code does not open the vault. Wrong attempts make the next one wait.',
    'Try again, or use another lock of the vault.',
  ],
  'vault-damaged': [
    'What is stored of the vault or of a key was changed or cut, so its seal no longer fits.',
    'Enter the key again; if it is the vault itself, erase it first.',
  ],
  'vault-weak': [
    'The stored vault asks for a weaker key derivation than Llantern ever writes: it was tampered with.',
    'Erase the vault and enter the keys again.',
  ],
  'vault-absent': [
    'The browser gives cryptography only to https addresses and localhost.',
    'Keys stay in memory here. Open Llantern over https or from localhost for a vault.',
  ],
  'vault-no-wasm': [
    'The vault was made with Argon2id, which needs WebAssembly, and that is off here.',
    'Allow WebAssembly for this page, or open the vault where it was made.',
  ],
  'vault-last-lock': [
    'It is the only lock of the vault: without it nothing would open it.',
    'Add another lock first, or erase the vault.',
  ],
  'key-unusable': [
    'What was pasted as a key or header is empty, or holds characters that cannot be sent.',
    'Copy it once more, whole and alone.',
  ],
  'new-key-refused': [
    'A new key was tried before it replaced the old one, and the server refused it.',
    'Copy the new key once more, whole. The old one still holds.',
  ],
  'limit-reached': [
    'A limit that you set for this connection or model is used up.',
    'Wait until it frees, raise it, or choose another model.',
  ],
  'outside-fence': [
    'The session may not leave a zone, and the chosen server lies beyond it. Nothing was sent.',
    'Choose a model inside, or widen the fence in the session settings.',
  ],
  'no-server-for-model': [
    'The session names a model that any server may answer for, but none inside its fence has it.',
    'Connect one that has it, choose another model, or widen the fence.',
  ],
  'browser-lacks': [
    'The model runs in the browser itself. It is missing or was never fetched, this browser cannot run it, another tab has one loaded, or no open page lends it.',
    'Keep one tab of Llantern open, with a network for the first use. Chrome’s own model has to be fetched with a click on its connection.',
  ],
  'memory-short': [
    'A model in this browser would take more memory than a page may have; it was not loaded.',
    'Lower the context length, choose a smaller model, or run it on a server.',
  ],
  'page-model-crashed': [
    'The worker that runs a model in this browser ended: out of memory, or by an error of its own. The page and what is stored are untouched.',
    'Send the message again: the model is loaded anew. If it happens again, choose a smaller model or context.',
  ],
  'config-invalid': [
    'The llantern.json of this installation has an entry that cannot be used; the rest holds.',
    'Whoever runs this page can correct the file.',
  ],
  'not-a-model-server': [
    'Something else answers there: a router’s login, a web page, another service.',
    'Check the address and the port.',
  ],
  'invalid-address': [
    'What was typed cannot be read as the address of a server.',
    'Type a host, a host with a port, or a whole http or https URL.',
  ],
  'model-missing': [
    'The server does not have this model, or has it under another name.',
    'Choose another model, or add this one on the server.',
  ],
  'server-disk-full': [
    'The disk of the server ran full during a pull, an upload or a build.',
    'Free space on that machine: delete models that are no longer needed.',
  ],
  'quantize-refused': [
    'The server does not know the quantise level, or the base is no longer in full precision.',
    'Choose a level the server names, and a base in F32, F16 or BF16.',
  ],
  'registry-refused': [
    'The registry wants the server signed in, does not allow the push or pull, or wants a newer Ollama.',
    'Add the server’s public key to your account, push under your own name, or update Ollama.',
  ],
  'registry-unreachable': [
    'The server itself cannot reach the registry it pulls from or pushes to.',
    'Check the network of the server’s machine and the host in the model’s name.',
  ],
  'digest-mismatch': [
    'What was transferred does not fit its digest.',
    'Do it again: only what is damaged is transferred anew.',
  ],
  'gguf-refused': [
    'The server could not read a file as a GGUF model: another format, cut, incomplete, too new, or gone.',
    'Choose a whole GGUF file, with all of its parts, and import it again.',
  ],
  'answer-too-large': [
    'A list or description from a server was larger than any such answer should be, and was not read to its end.',
    'Check that the address leads to a model server, and not to something that sends without end.',
  ],
  'file-wanted': [
    'A page cannot open a picked file again by itself after all pages were closed.',
    'Choose the same file once more in the job list; what is done already is kept.',
  ],
  'too-large': ['The request is larger than the server takes.', 'Send fewer or smaller files.'],
  'rate-limited': [
    'Too many requests came in a short time for this server or account.',
    'Wait as long as it says, or try another server.',
  ],
  loading: [
    'The server is still loading the model.',
    'Wait; large models take a few minutes the first time.',
  ],
  busy: ['Other requests fill the server.', 'Try again in a moment, or use another server.'],
  'context-exceeded': [
    'The session is longer than what the model can hold.',
    'Raise the context length in the session settings, choose another model, or start a new session.',
  ],
  unsupported: [
    'The model or server lacks an ability that the request asked for.',
    'Leave it out, or choose another model.',
  ],
  refused: [
    'The server refused the request for a reason of its own.',
    'Read what it says; check the connection and the session settings.',
  ],
  'server-error': [
    'The server failed while it worked on the request.',
    'Try again. If it stays so, look into the log of the server.',
  ],
  'stream-error': [
    'The server reported an error in the middle of its reply.',
    'Continue the reply, or try again.',
  ],
  unreadable: [
    'What came is not what this kind of server says.',
    'Check that the kind of the connection is right.',
  ],
  truncated: [
    'The connection broke before the reply was complete.',
    'Continue the reply, or try again.',
  ],
  idle: [
    'Bytes stopped coming for longer than the limit allows.',
    'Continue the reply, or raise the limit for slow machines in the settings.',
  ],
  'no-answer': [
    'The server took the request and did not begin to answer in time.',
    'It may be overloaded or asleep: try again, or raise the limit of the connection.',
  ],
  'connection-missing': [
    'The connection of the session was deleted.',
    'Choose a model of another connection.',
  ],
  'connection-off': ['The connection is switched off.', 'Switch it on, or choose another model.'],
  'no-model': ['No model is chosen.', 'Pick one at the top of the session.'],
  'queue-full': [
    'As many messages wait in the session, or as many jobs wait or are paused, as there may be.',
    'Send yours when the line is shorter; it stays in the composer. Of jobs, cancel some or wait.',
  ],
  'storage-full': [
    'The browser grants Llantern no more room on this device.',
    'Export what you need, then delete old sessions or free space on the device.',
  ],
  'no-model-store': [
    'The browser has no room for files of this page: plain http, a private window, or too old.',
    'Open Llantern at an https address or on localhost, in a normal window of a current browser.',
  ],
  'no-room': [
    'A model is larger than what is left of the room that the browser grants.',
    'Delete models in this browser, or free space on the device.',
  ],
  'source-refused': [
    'The place of a model does not give it to a page: CORS, terms that need an account, or no such file.',
    'Download the file in the ordinary way and add it from disk.',
  ],
  'storage-failed': [
    'The browser could not read or write the database.',
    'Reload. If it stays so, save what can be saved and reset the app.',
  ],
  'storage-newer': [
    'A newer Llantern wrote the database, and this page runs an older program.',
    'Close all tabs of Llantern and open it again.',
  ],
  'storage-absent': [
    'The browser gives this page no database, as in some private windows.',
    'Allow site data, use a normal window, or go on in memory.',
  ],
  'file-too-large': ['The file is larger than what is taken.', 'Choose a smaller file.'],
  'file-invalid': [
    'The file is of another kind, or damaged.',
    'Choose a file that the message describes.',
  ],
  'engine-gone': [
    'The worker that keeps sessions and talks to servers ended; another one starts.',
    'Try again in a moment.',
  ],
  'engine-old': [
    'A newer build took over in another tab, or the app was reset there.',
    'Copy what you need from this page and reload it.',
  ],
  'not-found': ['It was deleted, perhaps in another tab.', 'Go back to the list.'],
  unexpected: [
    'Something happened that has no code of its own.',
    'Try again, then reload. What was stored is kept.',
  ],
};
