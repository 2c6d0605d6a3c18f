// Which of the open pages is asked, and what becomes of a question when its page goes.
import { afterEach, expect, test } from 'vitest';
import type { PageKind } from '../../../src/domain/page-kinds.ts';
import { createLentProviders } from '../../../src/servers/lent-provider.ts';

const open: MessagePort[] = [];
afterEach(() => {
  for (const port of open.splice(0)) port.close();
});

const never = new AbortController().signal;

/** A page's port, and the page that answers with its name. */
function aPort(name: string): MessagePort {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => port1.postMessage({ type: 'value', id: data.id, value: name });
  open.push(port1, port2);
  return port2;
}

async function asked(lent: ReturnType<typeof createLentProviders>, kind: PageKind) {
  return (await lent.open(kind))?.call({ name: 'check' }, never);
}

test('the browser’s own model is asked in the newest page', async () => {
  const ports = [aPort('first')];
  const lent = createLentProviders(() => ports);
  expect(await asked(lent, 'built-in')).toBe('first');
  ports.unshift(aPort('second'));
  expect(await asked(lent, 'built-in')).toBe('second');
});

test('models in a page are asked where they were asked last, as long as that page is there', async () => {
  const ports = [aPort('first')];
  const lent = createLentProviders(() => ports);
  expect(await asked(lent, 'browser')).toBe('first');
  ports.unshift(aPort('second'));
  expect(await asked(lent, 'browser')).toBe('first');
  ports.pop();
  expect(await asked(lent, 'browser')).toBe('second');
  ports.pop();
  expect(await asked(lent, 'browser')).toBeUndefined();
});

test('who waits for a page that goes is told', async () => {
  const { port1, port2 } = new MessageChannel();
  open.push(port1, port2);
  const ports = [port2];
  const lent = createLentProviders(() => ports);
  const waiting = asked(lent, 'browser');
  await lent.open('browser');
  lent.look();
  ports.pop();
  lent.look();
  await expect(waiting).rejects.toMatchObject({
    fault: { kind: 'browser-lacks', what: 'page-models' },
  });
});
