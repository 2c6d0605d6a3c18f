import { ExportGroup } from './ExportGroup.tsx';
import { ImportGroup } from './ImportGroup.tsx';
import { ResetGroup } from './ResetGroup.tsx';
import { StorageGroup } from './StorageGroup.tsx';

/** What is kept on this device: out, in, how much room it takes, and away. */
export function DataSection() {
  return (
    <>
      <ExportGroup />
      <ImportGroup />
      <StorageGroup />
      <ResetGroup />
    </>
  );
}
