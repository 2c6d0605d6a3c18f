/**
 * Models of the Hugging Face hub as people choose them: what a search finds, and the quantisations among the files of one.
 * Pure and without a schema, for the page; what is stored is checked by `hub-rows.ts`.
 */
import type { Fault } from './fault.ts';
import type { HubSort } from './hub-terms.ts';
import { isHubName, parseModelName } from './model-name.ts';
import { quantLabelOf } from './quant-label.ts';

export const hubAddress = 'https://huggingface.co';

/** Results per request. */
export const hubPageSize = 30;

/** An answer that is no older is taken as it is. */
export const hubFreshMs = 600_000;

export type HubModel = {
  /** `owner/name`; a few old ones have no owner. */
  readonly id: string;
  /** From its tags. */
  readonly license?: string | undefined;
  /** Of the last 30 days. */
  readonly downloads?: number | undefined;
  readonly likes?: number | undefined;
  readonly updatedAt?: number | undefined;
  /** Its files are given out after its owner's terms were agreed to, at once or once the owner says so. */
  readonly gated: 'no' | 'auto' | 'manual';
  readonly parameters?: number | undefined;
  readonly contextLength?: number | undefined;
  readonly architecture?: string | undefined;
  /** As the hub words it: `text-generation`. */
  readonly task?: string | undefined;
  readonly baseModel?: string | undefined;
};

export type HubFile = {
  readonly path: string;
  readonly sizeBytes: number;
  readonly sha256?: string | undefined;
};

/** One choice: a file, or all parts of one that was split. */
export type HubQuant = {
  /** The path of its first file. */
  readonly id: string;
  readonly label?: string | undefined;
  readonly sizeBytes: number;
  readonly fileCount: number;
  /** Parts of it that are not there. */
  readonly missingCount: number;
  /** What names it behind the colon for Ollama; absent: nothing names it alone. */
  readonly tag?: string | undefined;
  /** The same for `llama-server -hf`, which looks through the paths by itself. */
  readonly launchTag?: string | undefined;
};

export type HubFiles = {
  /** Smallest first. */
  readonly quants: readonly HubQuant[];
  /** What lets a model see or hear; servers fetch it along. */
  readonly projectors: readonly (HubFile & { readonly id: string; readonly label?: string })[];
  /** There were more files than were looked at. */
  readonly isCut: boolean;
};

/** What is known of a question to the hub, now. */
export type HubAnswer = {
  readonly isAsking: boolean;
  /** When the hub said it, epoch ms; absent: it was never asked this. Of several answers the oldest. */
  readonly fetchedAt?: number;
  /** Why it could not be asked just now. */
  readonly fault?: Fault;
};
export type HubSearchView = HubAnswer & {
  readonly models: readonly HubModel[];
  readonly hasMore: boolean;
  /** The hub has more, and the list has all that it takes. */
  readonly isFull: boolean;
};
export type HubModelView = HubAnswer & {
  readonly model?: HubModel;
  readonly files?: HubFiles;
};
/** What was looked up before and is still known, the newest first. */
export type HubRecentView = {
  readonly searches: readonly {
    readonly id: string;
    readonly text: string;
    readonly sort: HubSort;
    readonly fetchedAt: number;
  }[];
  readonly models: readonly { readonly id: string; readonly fetchedAt: number }[];
};

export function ownerOf(repo: string): string | undefined {
  return repo.includes('/') ? repo.split('/')[0] : undefined;
}

export function cardOf(repo: string): string {
  return `${hubAddress}/${repo}`;
}

/** The name by which Ollama pulls it; `undefined` where it would refuse the name. */
export function pullName(repo: string, { tag }: Pick<HubQuant, 'tag'>): string | undefined {
  if (tag === undefined || !repo.includes('/')) return undefined;
  const name = `hf.co/${repo}:${tag}`;
  const read = parseModelName(name);
  return read.ok && isHubName(read.name) && !read.name.isCloud ? name : undefined;
}

/** A line that starts a llama-server with it, for any shell. */
export function launchLine(repo: string, { id, launchTag }: HubQuant): string {
  if (launchTag !== undefined) return `llama-server -hf ${repo}:${launchTag}`;
  return `llama-server --hf-repo ${repo} --hf-file ${/^[\w./-]+$/.test(id) ? id : `"${id}"`}`;
}

/** What the hub tells of a model, by the names that its GGUF has for it: for an estimate before anything is fetched. */
export function ggufInfoOf(model: HubModel | undefined): Readonly<Record<string, unknown>> {
  const { architecture, parameters, contextLength } = model ?? {};
  return {
    ...(architecture === undefined ? {} : { 'general.architecture': architecture }),
    ...(parameters === undefined ? {} : { 'general.parameter_count': parameters }),
    ...(architecture === undefined || contextLength === undefined
      ? {}
      : { [`${architecture}.context_length`]: contextLength }),
  };
}

/** What a tag such as `license:apache-2.0` carries. */
export function tagValue(tags: readonly string[], name: string): string | undefined {
  return tags.find((tag) => tag.startsWith(`${name}:`))?.slice(name.length + 1);
}

const shardEnd = /-(\d{5})-of-(\d{5})\.gguf$/i;
/** Drafts and heads that go with a model, and what made it; none of them is a model. */
const noModel = /imatrix|-vocab|^(?:mtp|eagle3|dflash|dspark)-|(?:^|[-_.])lora[-_.]/i;

/** A path goes into a command line in double quotes: whoever named the file must not be able to leave them. */
const harmless = /^[\p{L}\p{N}_.][\p{L}\p{M}\p{N}_ ./()+,@=[\]-]*$/u;

/** The choices among the files of a repository. */
export function hubFilesFrom(files: readonly HubFile[], isCut = false): HubFiles {
  const groups = new Map<string, HubFile[]>();
  const projectors: (HubFile & { id: string; label?: string })[] = [];
  for (const file of files) {
    const name = nameOf(file.path);
    if (!/\.gguf$/i.test(name) || noModel.test(name) || !harmless.test(file.path)) continue;
    if (/mmproj/i.test(name)) {
      const label = quantLabelOf(name);
      projectors.push({ ...file, id: file.path, ...(label === undefined ? {} : { label }) });
      continue;
    }
    // Parts of one model lie in one folder and differ by their number alone.
    const total = shardEnd.exec(file.path)?.[2];
    const key = total === undefined ? file.path : file.path.replace(shardEnd, ` of ${total}`);
    groups.set(key, [...(groups.get(key) ?? []), file]);
  }
  const made = [...groups.values()].map(quantFrom);
  const quants = made
    .map((quant): HubQuant => ({ ...quant, ...namesOf(quant, made) }))
    .sort((one, other) => one.sizeBytes - other.sizeBytes || (one.id < other.id ? -1 : 1));
  return { quants, projectors, isCut };
}

type Unnamed = Omit<HubQuant, 'tag' | 'launchTag'>;

function quantFrom(files: readonly HubFile[]): Unnamed {
  const [first = { path: '', sizeBytes: 0 }, ...rest] = [...files].sort((one, other) =>
    one.path < other.path ? -1 : 1,
  );
  const wanted = Number(shardEnd.exec(first.path)?.[2] ?? 1);
  const name = nameOf(first.path);
  const label = quantLabelOf(name) ?? quantLabelOf(first.path);
  return {
    id: first.path,
    ...(label === undefined ? {} : { label }),
    sizeBytes: rest.reduce((sum, { sizeBytes }) => sum + sizeBytes, first.sizeBytes),
    fileCount: files.length,
    missingCount: Math.max(0, wanted - files.length),
  };
}

function namesOf(of: Unnamed, all: readonly Unnamed[]): Pick<HubQuant, 'tag' | 'launchTag'> {
  const { id, label, fileCount } = of;
  const isOnly = label !== undefined && all.filter((each) => each.label === label).length === 1;
  // A file at the top is also known by its whole name.
  const ownName = fileCount === 1 && of.missingCount === 0 && !id.includes('/') ? id : undefined;
  const tag = isOnly ? label : ownName;
  return {
    ...(tag === undefined ? {} : { tag }),
    ...(isOnly && all.filter((each) => finds(label, each.id)).length === 1 && finds(label, id)
      ? { launchTag: label }
      : {}),
  };
}

/** As llama-server looks: anywhere in the path, before a point or a dash. */
function finds(label: string, path: string): boolean {
  const upper = path.toUpperCase();
  return upper.includes(`${label}.`) || upper.includes(`${label}-`);
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
