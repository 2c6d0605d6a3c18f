/** All that a llama-server tells of itself while it runs, in one place. Loaded when somebody looks. */
import type { PanelPort } from '../contract.ts';
import { readAdapters, setAdapters } from './lora.ts';
import { readMetrics } from './metrics.ts';
import { readOverview, readProps } from './props.ts';
import { order, readRouterModels, routerNews } from './router.ts';
import { changeSlot, readSlotActions, readSlots } from './slots.ts';
import { applyTemplate, tokenize } from './tokens.ts';

export const panel: PanelPort = {
  overview: readOverview,
  props: readProps,
  slots: readSlots,
  slotActions: readSlotActions,
  changeSlot,
  metrics: readMetrics,
  adapters: readAdapters,
  setAdapters,
  tokenize,
  applyTemplate,
  routerModels: readRouterModels,
  order,
  routerNews,
};
