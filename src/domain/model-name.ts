/**
 * Names of models as Ollama reads them: `host/namespace/model:tag`, read from the right, with its defaults. Pure and
 * without a schema, so that a page can check a name before anything is sent.
 */

export type NamePart = 'host' | 'namespace' | 'model' | 'tag';

export type ModelName = Readonly<Record<NamePart, string>> & {
  /** Runs on Ollama's own servers. */
  readonly isCloud: boolean;
};

/** Why a name cannot be one. `letter` is the first that may not stand there, `limit` the most characters. */
export type NameRefusal =
  | { readonly reason: 'empty' }
  /** `https://` may stand before it, nothing else. */
  | { readonly reason: 'scheme'; readonly scheme: string }
  | { readonly reason: 'too-many-parts' }
  /** A `/` or `:` promises a part that is not there. */
  | { readonly reason: 'part-missing'; readonly part: NamePart }
  | { readonly reason: 'part-too-long'; readonly part: NamePart; readonly limit: number }
  | { readonly reason: 'first-letter'; readonly part: NamePart; readonly letter: string }
  | { readonly reason: 'letter'; readonly part: NamePart; readonly letter: string }
  /** Both `:cloud` and `:local`, or one of them twice. */
  | { readonly reason: 'two-sources' };

export type NameResult =
  | { readonly ok: true; readonly name: ModelName }
  | { readonly ok: false; readonly refusal: NameRefusal };

const defaults = { host: 'registry.ollama.ai', namespace: 'library', tag: 'latest' } as const;
const ollamaPages = new Set(['ollama.com', 'www.ollama.com', 'registry.ollama.com']);
const hubHosts = new Set(['hf.co', 'huggingface.co']);

const limits: Readonly<Record<NamePart, number>> = { host: 350, namespace: 80, model: 80, tag: 80 };
const letters: Readonly<Record<NamePart, RegExp>> = {
  host: /[\w.:-]/,
  namespace: /[\w-]/,
  model: /[\w.-]/,
  tag: /[\w.-]/,
};
const parts: readonly NamePart[] = ['host', 'namespace', 'model', 'tag'];

/** What a person typed or pasted, the address of a model's page included. */
export function parseModelName(typed: string): NameResult {
  const text = typed.trim();
  if (text === '') return refused({ reason: 'empty' });
  const source = withoutSource(text);
  if (source.twice) return refused({ reason: 'two-sources' });
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(source.text)?.[1];
  if (scheme !== undefined && scheme.toLowerCase() !== 'https') {
    return refused({ reason: 'scheme', scheme });
  }
  const bare = scheme === undefined ? source.text : source.text.slice(scheme.length + 3);
  const pieces = split(scheme === undefined ? bare : withoutTail(bare));
  if (!('model' in pieces)) return refused(pieces);
  const { tag } = pieces;
  // A cloud model has a tag of its own: `20b` becomes `20b-cloud`.
  const cloudTag = tag === undefined ? 'cloud' : `${tag}-cloud`;
  const name = withDefaults(source.isCloud ? { ...pieces, tag: cloudTag } : pieces);
  for (const part of parts) {
    const refusal = refusalOf(part, name[part]);
    if (refusal) return refused(refusal);
  }
  return { ok: true, name: { ...name, isCloud: source.isCloud } };
}

/** The shortest form that means the same, always with its tag: what servers list, and what is sent. */
export function displayName({ host, namespace, model, tag }: ModelName): string {
  if (!equalFold(host, defaults.host)) return `${host}/${namespace}/${model}:${tag}`;
  return equalFold(namespace, defaults.namespace)
    ? `${model}:${tag}`
    : `${namespace}/${model}:${tag}`;
}

/** Whether Ollama takes both for one model: case does not count, and what is left out is the default. */
export function isSameModelName(one: string, other: string): boolean {
  return modelNameKey(one) === modelNameKey(other);
}

/** The same text for all spellings of one name; for looking names up. What is no name is itself, in lower case. */
export function modelNameKey(text: string): string {
  const result = parseModelName(text);
  return (result.ok ? displayName(result.name) : text.trim()).toLowerCase();
}

/** The page that tells of a model, where its registry has one. A model made on the server itself has none there. */
export function cardUrl(text: string): string | undefined {
  const result = parseModelName(text);
  if (!result.ok) return undefined;
  const { host, namespace, model, tag } = result.name;
  if (hubHosts.has(host.toLowerCase())) return `https://huggingface.co/${namespace}/${model}`;
  if (!equalFold(host, defaults.host)) return undefined;
  const suffix = equalFold(tag, defaults.tag) ? '' : `:${tag}`;
  return `https://ollama.com/${namespace}/${model}${suffix}`;
}

/** A model that comes from the Hugging Face hub. */
export function isHubName({ host }: ModelName): boolean {
  return hubHosts.has(host.toLowerCase());
}

type Pieces = { host?: string; namespace?: string; model: string; tag?: string };

/** What only an address has behind its name; in a name it would be a mistake worth telling. */
function withoutTail(address: string): string {
  return address.replace(/[?#].*$/s, '').replace(/\/(?:tree|blob|resolve)\/.*$|\/+$/s, '');
}

/** From the right: a colon after the last slash begins the tag. */
function split(text: string): Pieces | NameRefusal {
  const slash = text.lastIndexOf('/');
  const colon = text.lastIndexOf(':');
  const hasTag = colon > slash;
  const path = (hasTag ? text.slice(0, colon) : text).split('/');
  if (path.length > 3) return { reason: 'too-many-parts' };
  const [model = '', namespace, host] = path.reverse();
  return {
    model,
    ...(namespace === undefined ? {} : { namespace }),
    ...(host === undefined ? {} : { host }),
    ...(hasTag ? { tag: text.slice(colon + 1) } : {}),
  };
}

/** `ollama.com/library/x`, as the address line of a browser has it, is the registry's own `x`. */
function withDefaults({ host, namespace, model, tag }: Pieces): Readonly<Record<NamePart, string>> {
  const isPage =
    host === undefined
      ? namespace !== undefined && ollamaPages.has(namespace.toLowerCase())
      : ollamaPages.has(host.toLowerCase());
  return {
    host: host === undefined || isPage ? defaults.host : host,
    namespace:
      namespace === undefined || (isPage && host === undefined) ? defaults.namespace : namespace,
    model,
    tag: tag ?? defaults.tag,
  };
}

function refusalOf(part: NamePart, text: string): NameRefusal | undefined {
  if (text === '') return { reason: 'part-missing', part };
  const limit = limits[part];
  // By letters first: they tell more, and those that are allowed take one byte each.
  const [first = '', ...rest] = text;
  if (!/\w/.test(first)) return { reason: 'first-letter', part, letter: first };
  const letter = rest.find((each) => !letters[part].test(each));
  if (letter !== undefined) return { reason: 'letter', part, letter };
  return text.length > limit ? { reason: 'part-too-long', part, limit } : undefined;
}

/** `:cloud`, `…-cloud` and `:local` at the end say where it runs; they are no part of the name. */
function withoutSource(text: string): { text: string; isCloud: boolean; twice: boolean } {
  const first = sourceIn(text);
  if (!first) return { text, isCloud: false, twice: false };
  return {
    text: first.text,
    isCloud: first.isCloud,
    twice: sourceIn(first.text) !== undefined,
  };
}

function sourceIn(text: string): { text: string; isCloud: boolean } | undefined {
  const colon = text.lastIndexOf(':');
  if (colon < 0 || colon < text.lastIndexOf('/')) return undefined;
  const suffix = text.slice(colon + 1).toLowerCase();
  if (suffix === 'cloud' || suffix === 'local') {
    return { text: text.slice(0, colon), isCloud: suffix === 'cloud' };
  }
  if (!suffix.endsWith('-cloud')) return undefined;
  return { text: text.slice(0, -'-cloud'.length), isCloud: true };
}

function refused(refusal: NameRefusal): NameResult {
  return { ok: false, refusal };
}

function equalFold(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
