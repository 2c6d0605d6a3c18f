/** How code in replies gets its colours. The composition root lends the worker that does it; without one code is plain. */
import { createContext } from 'solid-js';

export type Highlight = (
  code: string,
  language: string,
  signal: AbortSignal,
) => Promise<readonly { readonly from: number; readonly to: number; readonly role: string }[]>;

export const HighlightContext = createContext<Highlight>();
