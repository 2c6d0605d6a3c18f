/** The words of the connection doctor: its rungs, what to do about each, the ways to host, and the report. */
const count = (many: number, one: string, more: string) => `${many} ${many === 1 ? one : more}`;

export const doctor = {
  title: (name: string) => `${name}, step by step`,
  unknown: 'This connection no longer exists.',
  off: 'It is switched off, so only what the page can see by itself is checked. Switch it on below to use it.',
  close: 'Back to all connections',
  check: 'Check',
  again: 'Check again',
  checking: 'Checking…',
  watching: 'Checks again by itself while this page is open.',
  ask: 'The browser has to ask you first whether this page may use your network. Press Check, then allow it.',
  askButton: 'Check and let it ask',
  ladder: (name: string) => `The way to ${name}`,
  well: (name: string) => `${name} works from here.`,
  stops: (title: string) => `${title}.`,
  states: {
    good: 'fine',
    bad: 'here it stops',
    note: 'note',
    skipped: 'not needed',
    waiting: 'not reached',
    busy: 'under way',
  },
  /** What a rung is about, before it is reached. */
  rungs: {
    online: 'Network of this device',
    page: 'Address of this page',
    address: 'Address of the server',
    'mixed-content': 'Rule for https pages',
    permission: 'Permission of the browser',
    reachable: 'Something answers',
    readable: 'The page may read it',
    preflight: 'Headers of a request',
    key: 'Key',
    version: 'Kind and version',
    models: 'Models',
    'first-token': 'First token',
  },
  /** Everything above the rung where it stands, in one line. */
  above: (rungs: readonly string[]) => rungs.join(' · '),
  good: {
    online: 'This device has a network',
    page: 'This page is at a secure address',
    address: {
      device: 'The server is on this device',
      network: 'The server is on your network',
      outside: 'The server is on the internet',
    },
    'mixed-content': 'This browser lets an https page call it',
    permission: 'The browser may reach it',
    reachable: 'Something answers there',
    readable: 'This page may read its answers',
    preflight: 'Every header of a request passes',
    key: { accepted: 'The key is accepted', 'not-needed': 'No key is needed' },
    version: 'It is a model server',
    models: 'It lists its models',
    'first-token': 'The first token came',
  },
  note: {
    online: 'This device is offline',
    onlineNote: 'Servers on it and in its network can be reached all the same.',
    page: 'This page came over plain http',
    pageNote: 'It can chat all the same; installing, the vault and a few comforts are missing.',
    permission: {
      prompt: 'The browser will ask for your permission',
      unknown: 'The browser may ask for your permission',
    },
    readable: 'It answers, but hides what it says from a page without a key',
    readableNote: 'The next steps try with everything a real request carries.',
    preflight: 'Whether the headers pass cannot be told without the right key',
    loading: 'It is loading a model',
    loadingNote: 'Wait until it is ready; large models take a few minutes.',
    models: 'It has no models yet',
    modelsNote: 'Add one on the server, then it shows up here.',
    missing: (model: string) => `${model} is not among its models`,
    missingNote:
      'The session asks for it. Choose another model there, or add this one on the server.',
    'first-token': (model: string) => `${model} answered without a word`,
    firstTokenNote: 'The connection holds. Another model may have more to say.',
  },
  skipped: {
    'mixed-content': 'The rule for https pages does not apply',
    permission: 'No permission is needed',
    preflight: 'The browser’s own model takes no request',
    key: 'No key is needed',
    'first-token': 'There is no model to try',
  },
  marks: {
    device: 'loopback',
    network: 'private',
    outside: 'public',
    granted: 'allowed',
    prompt: 'will ask',
    waiting: 'waiting',
    busy: 'asking…',
    version: (version: string) => version,
    models: (many: number) => count(many, 'model', 'models'),
    ms: (ms: number) => `${ms} ms`,
  },
  fail: {
    marks: {
      'cors-refused': 'CORS',
      'mixed-content': 'mixed content',
      'local-network-denied': 'refused',
      'insecure-origin': 'plain http',
      'key-wanted': 'key',
      'key-or-network': 'unclear',
      'header-refused': 'preflight',
      redirected: 'redirect',
      offline: 'offline',
      'no-answer': 'silent',
      'vault-locked': 'locked',
    },
    notes: {
      'cors-refused':
        'It answers only pages it knows. Tell it about this one once, with the lines below; this page notices by itself.',
      unreachable:
        'A page is not told more: the name may be wrong, the certificate not trusted, the server off, or something in between may block it.',
      'no-answer':
        'It takes the call and then says nothing. It may be loading, asleep, or not speak http at all.',
      'key-wanted': 'Enter the key below; it is tried at once.',
      'key-or-network':
        'A refused key, a server that does not let pages in, and a broken line look alike from a page. Below is what to do about each.',
    },
  },
  tokenAsk: {
    button: 'Try one word',
    cloud: 'Sends one very small message, which costs a fraction of a cent.',
    load: (model: string) => `The server loads ${model} first, which may take a while.`,
    plain: (model: string) => `Sends one very small message to ${model}.`,
    again: 'Try again',
  },
  says: {
    either:
      'If the key is wrong, expired or made for another account, enter a new one above. If it is right, then the server does not let this page in, or the network is down.',
    offline: 'Reconnect, then this goes on by itself. Servers on this device work meanwhile.',
    insecure:
      'This browser lets only secure pages reach this device and the local network. Open Llantern in one of these ways instead.',
    mixedChromium:
      'From an https page this browser calls plain http servers by a private address (192.168…, 10…), by a .local name, or on this device, not by other names. Use the server’s address instead of its name, or one of these ways.',
    mixedFirefox:
      'From an https page this browser calls plain http servers on this device alone, not in the network. These ways work.',
    mixedSafari:
      'Safari calls no plain http server from an https page, not even on the same Mac. These ways work.',
    mixedIos:
      'On iPhone and iPad no browser calls a plain http server from an https page. Open Llantern from the server’s own address, or give the server https.',
    deniedChromium:
      'Click the icon left of the address, open the site settings, and set “Local network access” (older: “Local network”) to Allow. Then check again.',
    deniedFirefox:
      'Click the permissions icon left of the address, clear the block on the local network or this device, and check again.',
    deniedSafari:
      'Allow the local network for this browser: in the system settings under Privacy & Security, Local Network.',
    deniedMacos:
      'macOS has a switch of its own: System Settings, Privacy & Security, Local Network, and there this browser.',
    deniedPolicy:
      'If it cannot be changed, an administrator may have set it. Then one of these ways helps.',
    isRunning:
      'Nothing listens at this port. Start the server, or correct the port of the connection.',
    firewall:
      'The machine may be off or asleep, a firewall may stand in between, or the server listens to its own machine only. These lines open it to the network; do that only in a network you trust.',
    certificate:
      'If its certificate is self-signed, open the address once in a tab of its own and accept it there; until then it looks as if nothing were there.',
    blocker:
      'Content blockers, VPNs and company networks can stop single addresses. Try without them, or in a private window.',
    silent:
      'Look whether the server is busy or still loading, and whether the port belongs to it and not to another program.',
    redirected:
      'Open the address in a tab, see where it ends, and put that into the connection: often https instead of http, or another host or path.',
    keyWrong:
      'The key went out and was refused. Copy it again in full, and see that it is for this vendor and not expired.',
    keyMissing: 'Enter the key of this server in the field above.',
    headerOwn:
      'This header was added to the connection here. Remove it from the connection, or let the server allow it.',
    headerKey:
      'The server answers pages, but not with a key in this header. Allow the header there; a server without a key needs none.',
    headerServer: 'The server answers pages, but its preflight does not name this header.',
    stranger:
      'Something else answers there: a router, a web page, or a model server of another kind. Check the port, and the kind of this connection.',
    vault: 'The key lies in the vault. Unlock it, then this goes on by itself.',
  },
  closedVendor: (name: string, asOf: string) =>
    `${name} does not answer web pages, whatever key is sent (known on ${asOf}). A LiteLLM proxy on your own machine can stand in between: it holds the vendor’s key, and this page talks to it.`,
  litellm: {
    label: 'in a terminal on your machine',
    note: 'Put the vendor’s models into config.yaml as LiteLLM’s documentation says. Then connect http://localhost:4000.',
  },
  keyPage: (name: string) => `Make or look up a key at ${name}`,
  useInstead: (place: string) => `Use ${place} instead`,
  unlock: 'Unlock the vault',
  topics: {
    origins: 'Let this page in',
    headers: (header: string) => `Let the header ${header} pass`,
    start: 'Start the server',
    listen: 'Open the server to the network',
    model: 'Add a model',
    logs: 'Look into its log',
  },
  server: 'The server is',
  places: 'Where it runs',
  servers: {
    ollama: 'Ollama',
    'llama-server': 'llama-server',
    'lm-studio': 'LM Studio',
    vllm: 'vLLM',
    localai: 'LocalAI',
    jan: 'Jan',
    litellm: 'LiteLLM',
    koboldcpp: 'KoboldCpp',
    textgen: 'text-generation-webui',
    proxy: 'another one, behind a proxy',
  },
  tabs: {
    systemd: 'Linux, systemd',
    macos: 'macOS',
    windows: 'Windows',
    docker: 'Docker',
    command: 'Command line',
    settings: 'In its settings',
    config: 'Configuration file',
    nginx: 'nginx',
    caddy: 'Caddy',
  },
  where: {
    systemd: 'in a terminal on the server',
    macos: 'in Terminal on the Mac',
    windows: 'in a command prompt on the PC',
    docker: 'in a terminal on the server',
    command: 'where the server is started',
    settings: 'in the program',
    config: 'config.yaml',
    nginx: 'in the server block of nginx',
    caddy: 'in the site block of the Caddyfile',
  },
  originNotes: {
    ollama: {
      systemd: 'If other pages are allowed already, join all of them with commas.',
      macos: 'Holds until the Mac restarts. Ollama is closed and opened again by these lines.',
      windows: 'Then quit Ollama in the notification area and start it again from the Start menu.',
      docker: 'Add the options you started it with, such as --gpus=all. Models in the volume stay.',
    },
    'llama-server':
      'Add it to the options you start it with. By default llama-server lets every page in.',
    'lm-studio': 'Or switch on “Enable CORS” in its server settings.',
    vllm: 'Add it to the options you start it with. By default vLLM lets every page in.',
    localai: 'Add your own options. Without CORS=true it answers no page.',
    jan: 'In Settings, Local API Server: switch on Cross-Origin Resource Sharing, and add this host to the trusted hosts.',
    litellm: 'Then start it again. Without this setting LiteLLM lets every page in.',
    koboldcpp: 'KoboldCpp lets every page in by itself; what refuses is a proxy in front of it.',
    textgen: 'It lets every page in, but answers to other names than localhost only with --listen.',
    proxy: 'For a server that cannot be told itself. The key still goes to the server alone.',
  },
  fileOrigin:
    'This page was opened as a file, and no server can be told about that. Serve its folder with any web server instead.',
  noLines: 'Choose which program it is to see its lines, or look into its documentation.',
  copy: 'Copy',
  copied: 'Copied',
  copyFailed: 'Select it by hand',
  hosting: {
    title: 'Three ways to host Llantern',
    best: 'fits here',
    works: 'Where it works:',
    permission: {
      title: 'Over https, with your permission',
      text: 'The folder is on any https host; the browser asks once whether the page may use your network.',
      works:
        'Chromium, with servers on this device and by private addresses. Firefox, on this device. Not in Safari, nor on iPhone and iPad.',
      steps: [
        'Put the folder on an https host.',
        'Press Check here and allow the local network.',
        'Check again: each server then shows the lines that let the page in, if it needs any.',
      ],
    },
    local: {
      title: 'On the machine that runs the model',
      text: 'The folder is served at localhost there: page and server are on one device, with no permission and no https.',
      works: 'Every browser on that machine, Safari too. Not from other devices.',
      steps: ['Serve the folder with any small web server.', 'Open it at localhost.'],
      label: 'in a terminal, beside the folder',
      opened: (url: string) => `Then open ${url}.`,
    },
    same: {
      title: 'From the same address as the model',
      text: 'One address for page and model, so there is nothing to allow: no CORS, no mixed content, no permission.',
      works:
        'Every browser on every device, iPhone and iPad too. With https (Caddy, Tailscale) it can be installed and has the vault; over plain http it chats.',
      steps: [
        'Choose one of these; each puts the page and the model behind one address.',
        'Open that address, and connect it here.',
      ],
      label: 'Ways to share an address',
      tabs: {
        'llama-server': 'llama-server',
        caddy: 'Caddy, https',
        nginx: 'nginx',
        tailscale: 'Tailscale, https',
      },
      where: {
        'llama-server': 'where the server is started',
        caddy: 'Caddyfile',
        nginx: 'in the http block of nginx',
        tailscale: 'in a terminal on the server',
      },
      notes: {
        'llama-server':
          'Serves page and model by itself, but not together with --api-key: the page would need the key, too. Connect the address that you opened.',
        caddy: 'Connect the address with /llm behind it. Put your own name for box.example.',
        nginx: 'Connect the address with /llm behind it.',
        tailscale:
          'Gives page and model https within your own tailnet, on phones too. Connect the address with /llm behind it. Ollama has to listen with OLLAMA_HOST=0.0.0.0 for it.',
      },
    },
    more: 'More about hosting',
  },
  report: {
    title: 'Report to share',
    text: 'What was found, for a forum or a colleague. It holds no key, no path and none of the server’s words.',
    host: 'Show the host name',
    label: 'report.json',
    copy: 'Copy report',
  },
};
