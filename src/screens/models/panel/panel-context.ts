import { createContext, useContext } from 'solid-js';
import type { Panel } from './create-panel.ts';

export const PanelContext = createContext<Panel>();

export function usePanel(): Panel {
  const panel = useContext(PanelContext);
  if (!panel) throw new Error('usePanel is called outside PanelContext');
  return panel;
}
