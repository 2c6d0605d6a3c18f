// Work on Ollama's models over scripted answers, for its tests: what a stream of steps came to, and recorded answers.
import { type Fault, faultFrom } from '../../../src/domain/fault.ts';
import type { ModelRecipe } from '../../../src/domain/job.ts';
import type { JobStep, ModelBuilding, ModelJobs } from '../../../src/providers/contract.ts';
import { ollama } from '../../../src/providers/ollama/index.ts';
import { readRecord } from '../../servers/records.ts';
import { aFetcher, anAnswer, anEndpoint, never, type Sent } from './maker.ts';

export const { jobs } = ollama as { jobs: ModelJobs & ModelBuilding };
export const type = 'application/x-ndjson';

export type Outcome = { steps: JobStep[]; fault?: Fault };

export async function outcome(steps: AsyncIterable<JobStep>): Promise<Outcome> {
  const seen: JobStep[] = [];
  try {
    for await (const step of steps) seen.push(step);
    return { steps: seen };
  } catch (error) {
    return { steps: seen, fault: faultFrom(error) };
  }
}

export function replay(name: string): { fetcher: typeof fetch; requests: Sent[] } {
  const { status, body, headers } = readRecord(name, 'ollama');
  return aFetcher(() =>
    status === 404 && body === ''
      ? new Response(null, { status })
      : anAnswer([body], { status, type: headers['content-type'] ?? '' }),
  );
}

const recipe: ModelRecipe = { from: 'tiny', system: 'x' };

export const works = {
  pull: (fetcher: typeof fetch, name = 'fern:4b') =>
    outcome(jobs.pull(anEndpoint('ollama', fetcher), name, never)),
  push: (fetcher: typeof fetch, name = 'fern:4b') =>
    outcome(jobs.push(anEndpoint('ollama', fetcher), name, never)),
  create: (fetcher: typeof fetch, name = 'fern:4b') =>
    outcome(jobs.create(anEndpoint('ollama', fetcher), name, recipe, never)),
};

export function pullOf(...bodies: string[]): Promise<Outcome> {
  return works.pull(aFetcher(() => anAnswer(bodies, { type })).fetcher);
}

export const lines = (...values: object[]) =>
  values.map((each) => `${JSON.stringify(each)}\n`).join('');
export const layer = (digest: string, completed: number, total = 100) => ({
  status: `pulling ${digest}`,
  digest: `sha256:${digest}`,
  total,
  ...(completed === 0 ? {} : { completed }),
});
