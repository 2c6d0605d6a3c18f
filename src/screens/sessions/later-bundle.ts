/** The parts of the chat screen that come after the first paint, as one file. Only `later-parts.ts` asks for it. */
import { ComposerNotes } from './ComposerNotes.tsx';
import { DeleteMessage } from './DeleteMessage.tsx';
import { EditMessage } from './EditMessage.tsx';
import { EvictionNote } from './EvictionNote.tsx';
import { FailureCard } from './FailureCard.tsx';
import { FaultFoot } from './FaultFoot.tsx';
import { FindBar } from './FindBar.tsx';
import { FirstQuestions } from './FirstQuestions.tsx';
import { prepareImage, preparePdf } from './image-intake.ts';
import { ModelPanel } from './ModelPanel.tsx';
import { SessionSettings } from './SessionSettings.tsx';
import { TurnTrouble } from './TurnTrouble.tsx';
import { WaitingLine } from './WaitingLine.tsx';

export const parts = {
  ComposerNotes,
  DeleteMessage,
  EditMessage,
  EvictionNote,
  FailureCard,
  FaultFoot,
  FindBar,
  FirstQuestions,
  ModelPanel,
  SessionSettings,
  TurnTrouble,
  WaitingLine,
};
export const intake = { prepareImage, preparePdf };
