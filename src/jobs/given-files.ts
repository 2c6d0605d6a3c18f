/** Files that were picked together and handed over as one, taken apart again. Nothing of them is read for that. */
import type { JobTask } from '../domain/job.ts';
import type { GivenFile } from '../providers/contract.ts';

export type ImportTask = Pick<Extract<JobTask, { kind: 'import' }>, 'fileName' | 'parts'>;

export function givenFiles(file: Blob, { fileName, parts = [] }: ImportTask): GivenFile[] {
  if (parts.length === 0) return [{ name: fileName, blob: file }];
  let at = 0;
  return parts.map(({ fileName: name, sizeBytes }) => {
    const blob = file.slice(at, at + sizeBytes);
    at += sizeBytes;
    return { name, blob };
  });
}
