// The law of imports and the doors of effects: which room may know which, and where the world is
// touched. A needed exception is a sign that something belongs in a lower room.
import { describe, expect, test } from 'vitest';
import { type Import, readSource, readSourceFiles } from './source-files.ts';

const core = 'lib domain providers servers storage vault search chat jobs log config'.split(' ');
const shell = 'i18n themes state ui screens app'.split(' ');

/** Room -> what it may import besides itself. The engine has its own law, see below. */
const lawByRoom = new Map<string, readonly string[]>([
  ['lib', []],
  ['domain', ['lib']],
  ['ui', ['lib']],
  ['providers', ['domain', 'lib']],
  ['storage', ['domain', 'lib']],
  ['vault', ['domain', 'lib']],
  ['i18n', ['domain', 'lib']],
  ['themes', ['domain', 'lib']],
  ['search', ['storage', 'domain', 'lib']],
  ['log', ['storage', 'domain', 'lib']],
  ['chat', ['providers', 'storage', 'vault', 'search', 'log', 'domain', 'lib']],
  ['servers', ['providers', 'storage', 'vault', 'log', 'domain', 'lib']],
  ['jobs', ['providers', 'storage', 'vault', 'search', 'log', 'domain', 'lib']],
  ['config', ['domain', 'lib']],
  ['helpers', ['domain', 'lib']],
  ['state', ['engine/client.ts', 'i18n', 'themes', 'domain', 'lib']],
  ['screens', ['state', 'ui', 'i18n', 'domain', 'lib']],
  ['app', ['screens', 'state', 'ui', 'i18n', 'themes', 'domain', 'lib']],
  ['sw.ts', []],
  ['platform.d.ts', []],
]);

/** What the page's side of the engine may load by `import()`, for a page that must do without. */
const lentToClient = [
  'engine/worker.ts',
  'providers/http.ts',
  'providers/diagnose.ts',
  'providers/probe.ts',
];

const files = readSourceFiles();
const imports = files.flatMap((file) => file.imports);
const ours = imports.filter(({ isOurs }) => isOurs);
const clientSide = readClientSide();

describe('the law of imports', () => {
  test('there is something to judge', () => {
    expect(files.length).toBeGreaterThan(20);
    expect(ours.length).toBeGreaterThan(20);
    expect(files.map(({ path }) => roomOf(path))).toContain('domain');
  });

  test('a forbidden import is seen in each of its forms', () => {
    const text = [
      "import { a } from '../ui/a.ts';",
      "import type { B } from '../ui/b.ts';",
      "import '../ui/c.ts';",
      "export { d } from '../ui/d.ts';",
      "const lazy = () => import('../ui/e.ts');",
      "new Worker(new URL('../ui/f.ts', import.meta.url));",
      "import {\n  g,\n  type H as I,\n} from '../ui/g.ts';",
    ].join('\n');
    const edges = readSource('lib/planted.ts', text).imports;
    expect(edges.map(({ to }) => to).sort()).toEqual([...'abcdefg'].map((name) => `ui/${name}.ts`));
    expect(edges.some(isAllowed)).toBe(false);
  });

  test('every folder of src is a known room', () => {
    const known = new Set([...lawByRoom.keys(), 'engine', 'main.tsx']);
    expect(files.map(({ path }) => path).filter((path) => !known.has(roomOf(path)))).toEqual([]);
  });

  test('a room imports only what its row of the law names', () => {
    expect(sentences(ours.filter((edge) => !isAllowed(edge)))).toEqual([]);
  });

  test('siblings do not know each other', () => {
    expect(sentences(ours.filter(isSibling))).toEqual([]);
  });
});

/** How an effect shows in code, and the only places (folders end in `/`) that may have it. */
const doors: readonly { effect: string; sign: RegExp; only: readonly string[] }[] = [
  {
    effect: 'fetch',
    sign: /(?<![\w.$])fetch\(|\b(?:globalThis|self|window)\.fetch\b|\bXMLHttpRequest\b|\bEventSource\(|\bWebSocket\(|\bsendBeacon\b/,
    // The last three: files of the app itself, and for those the service worker stands in for the host.
    only: [
      'providers/http.ts',
      'providers/upload.ts',
      'providers/own-file.ts',
      'helpers/kept-files.ts',
      'sw.ts',
    ],
  },
  { effect: 'IndexedDB', sign: /\bindexedDB\b/, only: ['storage/'] },
  { effect: 'cryptography', sign: /\bsubtle\b/, only: ['vault/', 'lib/sha256.ts'] },
  {
    effect: 'a worker',
    sign: /\bnew (?:Shared)?Worker\b|\bpostMessage\(|\bBroadcastChannel\(/,
    only: ['engine/', 'helpers/', 'providers/over-port.ts'],
  },
  { effect: 'the service worker', sign: /\.serviceWorker\b/, only: ['app/updates.ts', 'sw.ts'] },
  {
    effect: 'the clock',
    sign: /\bDate\.now\b|\bnew Date\(\s*\)|\bperformance\.now\b/,
    only: ['lib/ids.ts', 'lib/timing.ts'],
  },
  {
    effect: 'randomness',
    sign: /\bMath\.random\b|\bgetRandomValues\b|\brandomUUID\b/,
    only: ['lib/ids.ts', 'vault/'],
  },
  // The policy cannot ask for Trusted Types, since Solid's own templates go through the same door.
  {
    effect: 'markup from text',
    sign: /\b(?:innerHTML|outerHTML|insertAdjacentHTML|createContextualFragment|setHTMLUnsafe|srcdoc)\b|\bdocument\.write/,
    only: [],
  },
  { effect: 'code from text', sign: /(?<![\w.$])eval\(|\bnew Function\b/, only: [] },
];

const packageDoors: readonly { name: string; sign: RegExp; only: readonly string[] }[] = [
  { name: 'dexie', sign: /^dexie/, only: ['storage/'] },
  { name: 'workbox-window', sign: /^workbox-window/, only: ['app/updates.ts'] },
  { name: 'workbox', sign: /^workbox-/, only: ['app/updates.ts', 'sw.ts'] },
  {
    name: 'solid',
    sign: /^solid-js|^@solidjs\//,
    only: [...shell.map((room) => `${room}/`), 'main.tsx'],
  },
  { name: 'solid-js/store', sign: /^solid-js\/store/, only: ['state/'] },
  { name: 'solid-js/web', sign: /^solid-js\/web/, only: ['ui/', 'main.tsx'] },
  // Its full form probes for eval and is four times the size.
  { name: 'zod other than zod/mini', sign: /^zod(?!\/mini$)/, only: [] },
];

describe('the doors of effects', () => {
  test.each(doors)('$effect has its one door', ({ sign, only }) => {
    const strangers = files.filter(({ path, code }) => !isIn(path, only) && sign.test(code));
    expect(strangers.map(({ path }) => path)).toEqual([]);
  });

  test.each(packageDoors)('$name is imported at its door only', ({ sign, only }) => {
    const strangers = imports.filter(({ from, to }) => sign.test(to) && !isIn(from, only));
    expect(sentences(strangers)).toEqual([]);
  });
});

describe('the Solid that survives its next major', () => {
  const fromSolid = imports.filter(({ to }) => to.startsWith('solid-js'));
  const gone = [
    'createResource',
    'createComputed',
    'createSelector',
    'createMutable',
    'batch',
    'onMount',
  ];

  test('what goes away is not imported', () => {
    const edges = fromSolid.filter(({ names }) => names.some((name) => gone.includes(name)));
    expect(sentences(edges)).toEqual([]);
  });

  test('props are split and merged in the kit only', () => {
    const edges = fromSolid.filter(
      ({ from, names }) =>
        !isIn(from, ['ui/']) && (names.includes('splitProps') || names.includes('mergeProps')),
    );
    expect(sentences(edges)).toEqual([]);
  });

  test('there is no classList and no directive', () => {
    const marked = files.filter(({ code }) => /\sclassList=\{|\suse:\w+[=\s>]/.test(code));
    expect(marked.map(({ path }) => path)).toEqual([]);
  });
});

function isAllowed(edge: Import): boolean {
  const { from, to } = edge;
  const [room, target] = [roomOf(from), roomOf(to)];
  if (from === 'main.tsx') return true;
  if (room === 'engine') return isAllowedInEngine(edge);
  // The commands' types are the words in which state talks to the client.
  if (room === 'state' && to === 'engine/protocol.ts') return edge.isTypeOnly;
  if (room === target) return true;
  return (lawByRoom.get(room) ?? []).some((allowed) => allowed === target || allowed === to);
}

function isAllowedInEngine({ from, to, isLazy }: Import): boolean {
  const target = roomOf(to);
  if (target === 'domain' || target === 'lib' || to === 'engine/protocol.ts') return true;
  if (from === 'engine/protocol.ts') return false;
  if (isLazy && clientSide.has(from)) return lentToClient.includes(to);
  return target === 'engine' || (core.includes(target) && !clientSide.has(from));
}

/** The page's side of the engine: the client and what it cannot start without. */
function readClientSide(): ReadonlySet<string> {
  const side = new Set(['engine/client.ts']);
  for (const path of side) {
    const edges = ours.filter(
      ({ from, to, isLazy }) => from === path && roomOf(to) === 'engine' && !isLazy,
    );
    for (const { to } of edges) side.add(to);
  }
  return side;
}

/** Slices that must stay apart, but for the files that see all of them or serve all of them. */
function isSibling({ from, to }: Import): boolean {
  const [room, slice, deeper] = from.split('/');
  const [targetRoom, targetSlice, targetDeeper] = to.split('/');
  if (room !== targetRoom || slice === targetSlice) return false;
  const areFolders = deeper !== undefined && targetDeeper !== undefined;
  if (room === 'screens' || room === 'providers') return areFolders;
  if (room === 'state') return slice !== 'create-state.ts' && targetSlice !== 'live.ts';
  return false;
}

function isIn(path: string, places: readonly string[]): boolean {
  return places.some((place) => (place.endsWith('/') ? path.startsWith(place) : path === place));
}

function roomOf(path: string): string {
  return path.split('/')[0] ?? path;
}

function sentences(edges: readonly Import[]): string[] {
  return edges.map(({ from, to }) => `${from} imports ${to}`);
}
