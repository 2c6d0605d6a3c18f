/** The parts of the frame that come after the first paint, as one file. Only `later.ts` asks for it. */
import { helpShortcuts } from './help-shortcuts.ts';
import { Notices } from './Notices.tsx';
import { Palette } from './Palette.tsx';
import { StatusWork } from './StatusWork.tsx';

export const parts = { Notices, Palette, StatusWork };
export const keyTable = helpShortcuts;
