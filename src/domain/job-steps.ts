/**
 * What a running job is doing, in our words, and what its figures mean. Without a schema: a page starts with it. What a
 * server says and we do not know is shown as the server says it.
 */
import type { JobProgress } from './job.ts';

/** Waiting jobs of all servers together. */
export const jobQueueSize = 150;

export const jobSteps = [
  'checking',
  'hashing',
  'uploading',
  'manifest',
  'pulling',
  'pushing',
  'verifying',
  'writing',
  'tidying',
  'parsing',
  'converting',
  'quantizing',
  'layers',
  'creating',
  'copying',
  'deleting',
  'loading',
  'unloading',
] as const;
export type JobStepName = (typeof jobSteps)[number];

/** Ollama's words, by how they begin. */
const stepByWords: readonly (readonly [RegExp, JobStepName])[] = [
  [/^(pulling|retrieving) manifest/, 'manifest'],
  [/^pulling /, 'pulling'],
  [/^pushing manifest/, 'writing'],
  [/^pushing /, 'pushing'],
  [/^verifying/, 'verifying'],
  [/^writing /, 'writing'],
  [/^removing /, 'tidying'],
  [/^parsing /, 'parsing'],
  [/^converting /, 'converting'],
  [/^quantizing /, 'quantizing'],
  [
    /^(using existing|creating new|using autodetected|creating) (layer|template|system|parameters)/,
    'layers',
  ],
  [/^success/, 'writing'],
];

export function stepFromStatus(status: string): string {
  const text = status.trim();
  return stepByWords.find(([words]) => words.test(text))?.[1] ?? text.slice(0, 200);
}

/** From 0 to 1; `undefined` where the whole is not known. */
export function fractionOf({ doneBytes, totalBytes }: JobProgress): number | undefined {
  if (doneBytes === undefined || totalBytes === undefined || totalBytes <= 0) return undefined;
  return Math.min(1, doneBytes / totalBytes);
}

/** At the speed of the last seconds; of the layers known so far. */
export function leftMs({ doneBytes, totalBytes, bytesPerSecond }: JobProgress): number | undefined {
  if (doneBytes === undefined || totalBytes === undefined || !bytesPerSecond) return undefined;
  return (Math.max(0, totalBytes - doneBytes) / bytesPerSecond) * 1000;
}
