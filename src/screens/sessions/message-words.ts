/** Short texts made from a message: its name for assistive technology, and the figures under a reply. */
import type { MessageView } from '../../domain/message.ts';
import { isInFlight, textOf } from '../../domain/message-text.ts';
import { formatDuration, formatNumber, formatSpeed } from '../../i18n/format.ts';
import { words } from '../../i18n/i18n.ts';

const nameLetters = 60;

/** The first words of a text on one line. */
export function firstWords(text: string, letters = nameLetters): string {
  const line = text
    .slice(0, letters * 4)
    .replace(/\s+/g, ' ')
    .trim();
  if (line.length <= letters) return line;
  const cut = line.slice(0, letters);
  const space = cut.lastIndexOf(' ');
  return `${space > letters / 2 ? cut.slice(0, space) : cut}…`;
}

export function articleName(row: MessageView): string {
  const { roles, answering, noText } = words().chat;
  const said = firstWords(textOf(row));
  return `${roles[row.role]} ${said || (isInFlight(row.status) ? answering : noText)}`;
}

export type Figure = { readonly id: string; readonly text: string; readonly title?: string };

/** What is known of a finished reply, in the order it is shown. Only what the server told or we measured. */
export function figuresOf(row: MessageView): readonly Figure[] {
  const text = words().chat.figures;
  const figures: Figure[] = [];
  const { usage, timings } = row;
  if (usage?.completionTokens !== undefined) {
    figures.push({ id: 'tokens', text: text.tokens(formatNumber(usage.completionTokens)) });
  }
  const speed = timings?.tokensPerSecond ?? speedFrom(row);
  if (speed !== undefined) figures.push({ id: 'speed', text: formatSpeed(speed) });
  if (timings?.firstTokenMs !== undefined) {
    figures.push({ id: 'first', text: text.firstToken(formatDuration(timings.firstTokenMs)) });
  }
  if (timings?.loadMs !== undefined && timings.loadMs >= 100) {
    figures.push({ id: 'load', text: text.load(formatDuration(timings.loadMs)) });
  }
  if (timings?.promptMs !== undefined) {
    figures.push({ id: 'prompt', text: text.prompt(formatDuration(timings.promptMs)) });
  }
  const context = contextFigure(row);
  if (context) figures.push(context);
  return figures;
}

function contextFigure(row: MessageView): Figure | undefined {
  const used = (row.usage?.promptTokens ?? 0) + (row.usage?.completionTokens ?? 0);
  if (row.usage?.promptTokens === undefined || used === 0) return undefined;
  const asked = row.parameters?.contextLength;
  const text = words().chat.figures;
  return asked === undefined
    ? { id: 'context', text: text.context(formatNumber(used)) }
    : { id: 'context', text: text.contextOf(formatNumber(used), formatNumber(asked)) };
}

/** Tokens per second by our own clock, where the server names only the tokens. */
function speedFrom(row: MessageView): number | undefined {
  const tokens = row.usage?.completionTokens;
  const { totalMs, firstTokenMs } = row.timings ?? {};
  if (tokens === undefined || totalMs === undefined || firstTokenMs === undefined) return undefined;
  const spentMs = totalMs - firstTokenMs;
  return tokens > 1 && spentMs > 50 ? (tokens - 1) / (spentMs / 1000) : undefined;
}
