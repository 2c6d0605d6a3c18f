/** The files of one model of the hub, for a browser that fetches them itself: where they are, how large, and their SHA-256. */
import { FaultError } from '../domain/fault.ts';
import { type HubFile, type HubQuant, hubFilesFrom } from '../domain/hub.ts';
import type { WantedModel } from '../domain/page-model-source.ts';
import { shardNames } from '../domain/page-model-source.ts';
import { type HubTarget, readHubModel } from './hub/index.ts';

export type HubFound = {
  readonly license?: string | undefined;
  readonly files: readonly (HubFile & { readonly url: string })[];
};

type WantedHubModel = Extract<WantedModel, { kind: 'hub' }>;

/** What is taken where no quantisation is named: the first of these that there is, else the smallest. */
const usual = ['Q4_K_M', 'Q4_0', 'Q4_K_S', 'Q5_K_M', 'Q8_0'];

/** Throws `source-refused`, `gguf-refused` where parts are missing, and what asking the hub throws. */
export async function findHubModel(
  hub: HubTarget,
  wanted: WantedHubModel,
  signal: AbortSignal,
): Promise<HubFound> {
  const { repo } = wanted;
  const page = `${hub.baseUrl}/${repo}`;
  const { model, files } = await readHubModel(hub, repo, signal).catch((error) => {
    throw error instanceof FaultError && error.fault.kind === 'not-found'
      ? absent(page, error)
      : error;
  });
  if (model.gated !== 'no') {
    throw new FaultError({ kind: 'source-refused', url: page, reason: 'terms' });
  }
  const quant = choose(hubFilesFrom(files).quants, wanted);
  if (!quant) throw absent(page);
  if (quant.missingCount > 0) {
    const message = `${quant.missingCount} of its parts are missing`;
    throw new FaultError({ kind: 'gguf-refused', reason: 'split', message });
  }
  const byPath = new Map(files.map((file) => [file.path, file]));
  const folder = quant.id.slice(0, quant.id.lastIndexOf('/') + 1);
  const paths = shardNames(quant.id.slice(folder.length)).map((name) => folder + name);
  return {
    license: model.license,
    files: paths.flatMap((path) => {
      const file = byPath.get(path);
      const inAddress = path.split('/').map(encodeURIComponent).join('/');
      return file ? [{ ...file, url: `${page}/resolve/main/${inAddress}` }] : [];
    }),
  };
}

function choose(quants: readonly HubQuant[], { tag, file }: WantedHubModel): HubQuant | undefined {
  if (file !== undefined) {
    const folder = file.slice(0, file.lastIndexOf('/') + 1);
    const first = folder + (shardNames(file.slice(folder.length))[0] ?? '');
    return quants.find(({ id }) => id === first);
  }
  // What names in Ollama's way end in where nothing was said.
  if (tag !== undefined && tag.toLowerCase() !== 'latest') {
    const upper = tag.toUpperCase();
    return (
      quants.find((quant) => quant.tag?.toUpperCase() === upper) ??
      quants.find(({ label }) => label === upper)
    );
  }
  const whole = quants.filter(({ missingCount }) => missingCount === 0);
  for (const label of usual) {
    const found = whole.find((quant) => quant.label === label);
    if (found) return found;
  }
  return whole[0] ?? quants[0];
}

function absent(url: string, cause?: unknown): FaultError {
  return new FaultError({ kind: 'source-refused', url, reason: 'absent' }, { cause });
}
