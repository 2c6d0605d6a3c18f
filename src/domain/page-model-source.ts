/**
 * Where a model for this browser comes from, as people type or paste it: an address of a `.gguf`, or a name of the hub
 * (`hf.co/owner/repo:Q4_K_M`, `hf.co/owner/repo/file.gguf`, a page of the hub). Pure and without a schema.
 */
import { splitFromName } from './gguf-facts.ts';
import { isRepo } from './hub-terms.ts';

export type WantedModel =
  | { readonly kind: 'url'; readonly url: string; readonly fileName: string }
  | {
      readonly kind: 'hub';
      readonly repo: string;
      /** A quantisation, or a file at the top. */
      readonly tag?: string;
      /** A path of a file, or of the first of its parts. */
      readonly file?: string;
    };

/** `undefined`: it is neither. */
export function parseWantedModel(typed: string): WantedModel | undefined {
  const text = typed.trim();
  const bare = text.replace(/^https:\/\//i, '');
  const onHub = /^(?:hf\.co|huggingface\.co)\/(.+)$/i.exec(bare)?.[1];
  if (onHub !== undefined) return hubModel(onHub);
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  const fileName = plainName(url.pathname);
  const isOpen = url.username === '' && url.password === '';
  if (!isOpen || !/\.gguf$/i.test(fileName) || text.length > 2000) return undefined;
  url.hash = '';
  return { kind: 'url', url: url.href, fileName };
}

function hubModel(text: string): WantedModel | undefined {
  const [path = '', ...rest] = text.replace(/[?#].*$/s, '').split(':');
  if (rest.length > 1) return undefined;
  const [owner, name, ...inside] = path.replace(/\/+$/, '').split('/').map(decoded);
  const repo = `${owner}/${name}`;
  if (name === undefined || !isRepo(repo)) return undefined;
  const [tag] = rest;
  if (tag !== undefined && !/^[\w.-]+$/.test(tag)) return undefined;
  const isPage = /^(?:blob|resolve|raw|tree)$/.test(inside[0] ?? '') && inside.length >= 2;
  const file = (isPage ? inside.slice(2) : inside).join('/');
  if (file === '') return { kind: 'hub', repo, ...(tag === undefined ? {} : { tag }) };
  return /\.gguf$/i.test(file) && tag === undefined ? { kind: 'hub', repo, file } : undefined;
}

/** The files of a split model, of which the address names one. */
export function shardNames(fileName: string): string[] {
  const split = splitFromName(fileName);
  if (!split) return [fileName];
  const five = (number: number) => String(number).padStart(5, '0');
  return Array.from({ length: split.count }, (_, at) =>
    fileName.replace(/\d{5}(?=-of-\d{5}\.gguf$)/i, five(at + 1)),
  );
}

/** What a model is called that came as this file: short enough to name a folder. */
export function nameOfFile(fileName: string): string {
  const stem = plainName(fileName)
    .replace(/\.gguf$/i, '')
    .replace(/-\d{5}-of-\d{5}$/, '');
  let name = stem.replace(/[^\p{L}\p{M}\p{N}._ -]+/gu, '-').trim();
  while (encodeURIComponent(name).length > mostNameBytes) name = [...name].slice(0, -1).join('');
  return /[\p{L}\p{N}]/u.test(name) ? name : 'model';
}

/** The same name, or with a number behind it where another model has it. */
export function freeName(name: string, taken: (name: string) => boolean): string {
  let free = name;
  for (let at = 2; taken(free); at += 1) free = `${name} ${at}`;
  return free;
}

/** Folder names end at 255 bytes in most file systems. */
const mostNameBytes = 180;

function plainName(path: string): string {
  return decoded(path.slice(path.lastIndexOf('/') + 1));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
