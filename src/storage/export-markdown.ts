/** One session as Markdown for people: the branch that is shown, roles as headings, thoughts as quotes, pictures by name. */
import { FaultError } from '../domain/fault.ts';
import type { Message, Part } from '../domain/message.ts';
import { pathTo, treeFrom } from '../domain/message-tree.ts';
import type { Store } from './store.ts';

/** Throws `not-found`. */
export async function exportMarkdown(store: Store, sessionId: string): Promise<string> {
  const session = await store.sessions.get(sessionId);
  if (session === undefined) throw new FaultError({ kind: 'not-found', what: 'session' });
  const tree = treeFrom(await store.messages.skeleton(sessionId));
  const messages = await store.messages.getMany(pathTo(tree, session.leafId));
  const blocks = [`# ${oneLine(session.title)}`];
  if (session.systemPrompt !== '') blocks.push('## System', session.systemPrompt);
  for (const message of messages)
    blocks.push(`## ${headingOf(message)}`, ...message.parts.map(blockOf));
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

const headings = { user: 'User', assistant: 'Assistant', system: 'System', tool: 'Tool' } as const;

function headingOf(message: Message): string {
  const model = message.role === 'assistant' ? message.model?.name : undefined;
  return model === undefined
    ? headings[message.role]
    : `${headings[message.role]} (${oneLine(model)})`;
}

function blockOf(part: Part): string {
  switch (part.type) {
    case 'text':
      return part.text.trim();
    case 'reasoning':
      return part.text
        .trim()
        .split('\n')
        .map((line) => `> ${line}`.trimEnd())
        .join('\n');
    case 'image':
    case 'file':
    case 'audio':
      return `[${part.type}: ${oneLine(part.name)}]`;
    case 'tool-call':
      return `${fenced(`${part.name}(${part.arguments})`)}`;
    case 'tool-result':
      return fenced(part.text);
  }
}

/** In a fence longer than any inside. */
function fenced(text: string): string {
  const longest = Math.max(2, ...Array.from(text.matchAll(/`+/g), (run) => run[0].length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${text}\n${fence}`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
