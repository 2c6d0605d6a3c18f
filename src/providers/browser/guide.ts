/**
 * What the guide is asked. It was taught single questions, and the help entry that an answer follows from is a token at its
 * beginning that leaves no text. So it gets the last question alone, nothing is left to chance or cut, and an answer that
 * is to be continued is given afresh: its words come again, and those that are here already are dropped.
 */
import type { ChatRequest } from '../../domain/chat-request.ts';
import type { StreamEvent } from '../../domain/stream-event.ts';

export function askGuide(ask: ChatRequest): ChatRequest {
  const question = ask.messages.findLast(({ role }) => role === 'user');
  const { format } = ask.parameters;
  return {
    ...ask,
    messages: question ? [question] : ask.messages,
    // What form it is to have is the person's.
    parameters: { temperature: 0, ...(format ? { format } : {}) },
    continues: false,
  };
}

/** It reads less than the session holds by design, which is no context that was cut. */
export async function* withoutPromptCount(
  events: AsyncIterable<StreamEvent>,
): AsyncGenerator<StreamEvent, void> {
  for await (const event of events) {
    if (event.type !== 'usage') yield event;
    else {
      const { promptTokens: _, ...usage } = event.usage;
      yield { ...event, usage };
    }
  }
}
