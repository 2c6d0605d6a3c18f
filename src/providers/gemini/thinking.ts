/**
 * How a generation of Gemini is told to think: 2.5 by a budget of tokens, 3 by a level. One word too many is refused
 * (400), so nothing is sent to models that are not known to think.
 */
import type { ChatRequest } from '../../domain/chat-request.ts';

const budgets = { on: -1, low: 1024, medium: 8192, high: 24_576 };

/** Thoughts are asked for wherever there are any: the API is silent about them by itself. */
export function encodeThinking(ask: ChatRequest): Record<string, unknown> | undefined {
  const { model, parameters } = ask;
  const form = formFor(ask);
  if (!form) return undefined;
  const { thinking } = parameters;
  if (thinking === undefined) return { includeThoughts: true };
  if (thinking === 'off') {
    const least = form === 'budget' ? { thinkingBudget: leastBudget(model) } : leastLevel(model);
    return { includeThoughts: false, ...least };
  }
  if (form === 'budget') return { includeThoughts: true, thinkingBudget: budgets[thinking] };
  if (thinking === 'on') return { includeThoughts: true };
  return { includeThoughts: true, thinkingLevel: levelFor(model, thinking) };
}

/** Undefined: it does not think, or nobody said that it does. */
function formFor({ model, abilities }: ChatRequest): 'budget' | 'level' | undefined {
  if (abilities && !abilities.includes('thinking')) return undefined;
  const thinksByName = !/(^|[-/])(image|tts|live|embedding)(-|$)/i.test(model);
  if (!abilities && !thinksByName) return undefined;
  if (/gemini-2\.5/i.test(model)) return 'budget';
  if (/gemini-([3-9]|\d\d)|gemini-[a-z-]+-latest/i.test(model)) return 'level';
  // The newer ones still understand the older form.
  return abilities ? 'budget' : undefined;
}

/** Only the smaller models can be without a thought. */
function leastBudget(model: string): number {
  return /2\.5-pro/i.test(model) ? 128 : 0;
}

function leastLevel(model: string): { thinkingLevel: string } {
  return { thinkingLevel: /-pro\b/i.test(model) ? 'LOW' : 'MINIMAL' };
}

/** The first of the third generation knew no middle. */
function levelFor(model: string, level: 'low' | 'medium' | 'high'): string {
  return level === 'medium' && /gemini-3-pro\b/i.test(model) ? 'HIGH' : level.toUpperCase();
}
