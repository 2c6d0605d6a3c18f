/** What the panel says where more than one fact goes into a sentence. */
import type {
  RouterEvent,
  RouterModel,
  ServerPanelView,
  SlotView,
} from '../../../domain/server-panel.ts';
import { formatDecimal, formatNumber, formatPercent, formatSpeed } from '../../../i18n/format.ts';
import { words } from '../../../i18n/i18n.ts';

export function paceWords({ everySeconds, isSlowed }: ServerPanelView): string {
  const t = words().panel;
  if (everySeconds === 0) return t.onlyByHand;
  const seconds = Number.isInteger(everySeconds)
    ? formatNumber(everySeconds)
    : formatDecimal(everySeconds, 1);
  return isSlowed ? t.slowed(seconds) : t.pace(seconds);
}

/** What a slot does now, and how fast. */
export function slotWork(slot: SlotView): string {
  const t = words().panel.slots;
  if (!slot.isBusy) return slot.taskId === undefined ? t.unused : t.idle;
  const { writtenTokens = 0, heldTokens = 0, cachedTokens = 0, speed } = slot;
  const work =
    writtenTokens > 0
      ? t.writing(formatNumber(writtenTokens))
      : t.reading(formatNumber(heldTokens));
  return [
    work,
    cachedTokens > 0 ? t.cached(formatNumber(cachedTokens)) : undefined,
    speed === undefined ? undefined : formatSpeed(speed),
  ]
    .filter((part) => part !== undefined)
    .join(' · ');
}

export function slotFill({ heldTokens = 0, contextLength }: SlotView): {
  readonly text: string;
  readonly fraction?: number;
} {
  const t = words().panel.slots;
  if (contextLength === undefined || contextLength === 0)
    return { text: t.heldOnly(formatNumber(heldTokens)) };
  return {
    text: t.held(formatNumber(heldTokens), formatNumber(contextLength)),
    fraction: Math.min(1, heldTokens / contextLength),
  };
}

export function modelState({ state, exitCode, stage, fraction }: RouterModel): string {
  const t = words().panel.router;
  if (state === 'failed' && exitCode !== undefined) return t.failed(String(exitCode));
  if (state !== 'loading' && state !== 'downloading') return t.states[state];
  const part = stage === undefined ? undefined : t.stages[stage];
  const doing = state === 'loading' && part !== undefined ? t.stage(part) : t.states[state];
  return fraction === undefined ? doing : `${doing}, ${formatPercent(fraction)}`;
}

/** `*` stands for the whole list. */
export function eventText({ model, what, exitCode }: RouterEvent): string {
  const t = words().panel.router;
  const said = model === '*' ? t.event[what] : `${model} ${t.event[what]}`;
  return exitCode === undefined ? said : `${said}, ${t.exitCode(String(exitCode))}`;
}

/** A file of a slot: a plain name in the server's folder. */
export function isSlotFile(name: string): boolean {
  return /^[^\s/\\]{1,200}$/.test(name) && !/^\.+$/.test(name);
}

/** What a slot's file is called by itself: after the session in it, in letters that every disk takes. */
export function slotFileName(slot: SlotView): string {
  const title = slot.guest?.title ?? '';
  const plain = title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);
  return `${plain === '' ? `slot-${slot.id}` : plain}.bin`;
}
