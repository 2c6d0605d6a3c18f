/**
 * A picked GGUF becomes a model: taken in as it is where the server keeps files so; else hashed, uploaded unless it has it, then created. The file is sent from where
 * it lies and never read whole. What is done is kept: with its hash known and its bytes on the server, the file itself
 * is not needed any more.
 */
import { FaultError, faultFrom } from '../domain/fault.ts';
import type { Job, JobTask, ModelRecipe } from '../domain/job.ts';
import type { ModelBuilding, ModelJobs } from '../providers/contract.ts';
import { canBuild } from './building.ts';
import { givenFiles } from './given-files.ts';
import type { Outcome, Work } from './run-task.ts';

type ImportTask = Extract<JobTask, { kind: 'import' }>;

/** Throws `file-wanted` where the file is needed and not at hand. */
export async function importFile(task: ImportTask, jobs: ModelJobs, work: Work): Promise<Outcome> {
  if (jobs.takeIn) {
    const files = givenFiles(work.files.get(task.fileKey) ?? wanted(task), task);
    for await (const step of jobs.takeIn(work.server.endpoint, task.model, files, work.signal)) {
      work.take(step);
    }
    return {};
  }
  if (canBuild(jobs)) return await sendFile(task, jobs, work);
  throw new FaultError({ kind: 'unsupported', ability: 'jobs' });
}

async function sendFile(task: ImportTask, jobs: ModelBuilding, work: Work): Promise<Outcome> {
  const { endpoint } = work.server;
  const { signal } = work;
  const file = work.files.get(task.fileKey);
  let { digest } = task;
  if (digest === undefined) {
    digest = await hash(file ?? wanted(task), task, work);
    await work.change((job) => withDigest(job, digest));
  }
  work.begin('checking');
  const wasThere = await jobs.hasBlob(endpoint, digest, signal);
  const sent = wasThere ? {} : await upload(digest, file ?? wanted(task), jobs, work);
  work.begin('creating');
  const recipe = recipeWith(task, digest);
  for await (const step of jobs.create(endpoint, task.model, recipe, signal)) work.take(step);
  return { ...(wasThere ? { wasThere } : {}), ...sent };
}

async function hash(file: Blob, task: ImportTask, work: Work): Promise<string> {
  work.begin('hashing', file.size);
  try {
    return `sha256:${await work.hash(file, work.bytes, work.signal)}`;
  } catch (error) {
    if (work.signal.aborted) throw error;
    // It lies no longer where it was picked, or has changed: only a person can hand it over again.
    if (faultFrom(error).kind === 'file-invalid') work.files.drop(task.fileKey);
    throw error;
  }
}

async function upload(
  digest: string,
  file: Blob,
  jobs: ModelBuilding,
  work: Work,
): Promise<Pick<Outcome, 'bytesPerSecond'>> {
  work.begin('uploading', file.size);
  const startedMs = work.ms();
  try {
    await jobs.putBlob(work.server.endpoint, digest, file, work.signal, work.bytes);
  } catch (error) {
    // The bytes are not those that were hashed: the next attempt hashes anew.
    if (faultFrom(error).kind === 'digest-mismatch') {
      await work.change((job) => withDigest(job, undefined));
    }
    throw error;
  }
  const seconds = Math.max(0.001, (work.ms() - startedMs) / 1000);
  return { bytesPerSecond: Math.round(file.size / seconds) };
}

/** A file beside a base is its adapter; alone it is the model. */
function recipeWith({ recipe, fileName }: ImportTask, digest: string): ModelRecipe {
  const bare = fileName.replace(/^.*[/\\]/, '');
  const files = { [/\.gguf$/i.test(bare) ? bare : `${bare}.gguf`]: digest };
  return recipe.from === undefined
    ? { ...recipe, files: { ...recipe.files, ...files } }
    : { ...recipe, adapters: { ...recipe.adapters, ...files } };
}

function withDigest(job: Job, digest: string | undefined): Job {
  if (job.task.kind !== 'import') return job;
  const { digest: _before, ...task } = job.task;
  return { ...job, task: digest === undefined ? task : { ...task, digest } };
}

function wanted({ fileName, sizeBytes }: ImportTask): never {
  throw new FaultError({ kind: 'file-wanted', fileName, sizeBytes });
}
