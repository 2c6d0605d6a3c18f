/// <reference path="./highlight-js.d.ts" />
/** The languages whose code gets colours, each loaded when it is first met. */

type Loader = () => Promise<{ readonly default: (api: unknown) => object }>;

const loaders: Readonly<Record<string, Loader>> = {
  bash: () => import('highlight.js/lib/languages/bash'),
  c: () => import('highlight.js/lib/languages/c'),
  cpp: () => import('highlight.js/lib/languages/cpp'),
  csharp: () => import('highlight.js/lib/languages/csharp'),
  css: () => import('highlight.js/lib/languages/css'),
  dart: () => import('highlight.js/lib/languages/dart'),
  diff: () => import('highlight.js/lib/languages/diff'),
  dockerfile: () => import('highlight.js/lib/languages/dockerfile'),
  elixir: () => import('highlight.js/lib/languages/elixir'),
  go: () => import('highlight.js/lib/languages/go'),
  haskell: () => import('highlight.js/lib/languages/haskell'),
  ini: () => import('highlight.js/lib/languages/ini'),
  java: () => import('highlight.js/lib/languages/java'),
  javascript: () => import('highlight.js/lib/languages/javascript'),
  json: () => import('highlight.js/lib/languages/json'),
  kotlin: () => import('highlight.js/lib/languages/kotlin'),
  latex: () => import('highlight.js/lib/languages/latex'),
  lua: () => import('highlight.js/lib/languages/lua'),
  makefile: () => import('highlight.js/lib/languages/makefile'),
  markdown: () => import('highlight.js/lib/languages/markdown'),
  nginx: () => import('highlight.js/lib/languages/nginx'),
  perl: () => import('highlight.js/lib/languages/perl'),
  php: () => import('highlight.js/lib/languages/php'),
  powershell: () => import('highlight.js/lib/languages/powershell'),
  python: () => import('highlight.js/lib/languages/python'),
  r: () => import('highlight.js/lib/languages/r'),
  ruby: () => import('highlight.js/lib/languages/ruby'),
  rust: () => import('highlight.js/lib/languages/rust'),
  scala: () => import('highlight.js/lib/languages/scala'),
  scss: () => import('highlight.js/lib/languages/scss'),
  sql: () => import('highlight.js/lib/languages/sql'),
  swift: () => import('highlight.js/lib/languages/swift'),
  typescript: () => import('highlight.js/lib/languages/typescript'),
  xml: () => import('highlight.js/lib/languages/xml'),
  yaml: () => import('highlight.js/lib/languages/yaml'),
};

const aliases: Readonly<Record<string, string>> = {
  sh: 'bash',
  shell: 'bash',
  zsh: 'bash',
  console: 'bash',
  'shell-session': 'bash',
  'c++': 'cpp',
  cc: 'cpp',
  hpp: 'cpp',
  h: 'c',
  arduino: 'cpp',
  'c#': 'csharp',
  cs: 'csharp',
  patch: 'diff',
  docker: 'dockerfile',
  containerfile: 'dockerfile',
  ex: 'elixir',
  exs: 'elixir',
  golang: 'go',
  hs: 'haskell',
  toml: 'ini',
  conf: 'ini',
  env: 'ini',
  properties: 'ini',
  js: 'javascript',
  jsx: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  json5: 'json',
  jsonc: 'json',
  jsonl: 'json',
  ndjson: 'json',
  kt: 'kotlin',
  kts: 'kotlin',
  tex: 'latex',
  make: 'makefile',
  mk: 'makefile',
  md: 'markdown',
  pl: 'perl',
  ps: 'powershell',
  ps1: 'powershell',
  pwsh: 'powershell',
  py: 'python',
  python3: 'python',
  ipython: 'python',
  rb: 'ruby',
  rs: 'rust',
  sass: 'scss',
  less: 'scss',
  postgresql: 'sql',
  mysql: 'sql',
  sqlite: 'sql',
  plsql: 'sql',
  ts: 'typescript',
  tsx: 'typescript',
  mts: 'typescript',
  html: 'xml',
  svg: 'xml',
  xhtml: 'xml',
  vue: 'xml',
  svelte: 'xml',
  yml: 'yaml',
};

/** Languages that have others inside them. */
const companions: Readonly<Record<string, readonly string[]>> = {
  xml: ['javascript', 'css'],
  markdown: ['xml'],
  php: ['xml'],
};

/** Our name for what a fence calls its language; nothing for one we do not know. */
export function languageNamed(name: string): string | undefined {
  const plain = name.toLowerCase();
  const known = Object.hasOwn(aliases, plain) ? aliases[plain] : plain;
  return known !== undefined && Object.hasOwn(loaders, known) ? known : undefined;
}

/** The language and those inside it, loaded. */
export async function loadLanguage(
  language: string,
): Promise<ReadonlyMap<string, (api: unknown) => object>> {
  const names = [language, ...(companions[language] ?? [])];
  const loaded = await Promise.all(
    names.map(async (name) => [name, (await loaders[name]?.())?.default] as const),
  );
  return new Map(loaded.flatMap(([name, define]) => (define ? [[name, define] as const] : [])));
}
