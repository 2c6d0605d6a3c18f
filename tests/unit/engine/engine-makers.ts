/** A whole engine with a page at the other end of a message channel, as an in-page host has it. */
import type { Fault } from '../../../src/domain/fault.ts';
import type { Hub } from '../../../src/engine/hub.ts';
import { createLink, type Link } from '../../../src/engine/link.ts';
import type {
  CommandName,
  EngineMessage,
  Input,
  Output,
  Params,
  QueryName,
  ReplyFrame,
  Value,
} from '../../../src/engine/protocol.ts';
import { startEngine } from '../../../src/engine/start.ts';
import { resetDatabase } from '../../../src/storage/database.ts';
import { startOllama } from '../../servers/ollama.ts';
import type { ScriptedServer, ServerOptions } from '../../servers/types.ts';

export type TestPage = {
  readonly hub: Hub;
  readonly link: Link;
  /** Every message of the engine, as it crossed the channel. */
  readonly heard: EngineMessage[];
  readonly call: <N extends CommandName>(name: N, input: Input<N>) => Promise<Output<N>>;
  /** The query's value now and whenever it changes. */
  readonly watch: <N extends QueryName>(
    name: N,
    params: Params<N>,
  ) => { value: Value<N> | undefined; fault: Fault | undefined };
  readonly follow: (sessionId: string) => { frames: ReplyFrame[]; text: () => string };
  readonly welcomed: () => boolean;
  readonly close: () => void;
};

export function anEngine(buildId = 'test'): TestPage {
  return aPage(startEngine('page', buildId));
}

const servers: ScriptedServer[] = [];
const opened: TestPage[] = [];

/** Ends what a test has started. Every engine gives way to the reset, and closes. */
export async function endAll(): Promise<void> {
  for (const page of opened.splice(0)) page.close();
  await Promise.all(servers.splice(0).map((server) => server.close()));
  await resetDatabase();
}

export async function aServer(starting: Promise<ScriptedServer>): Promise<ScriptedServer> {
  const server = await starting;
  servers.push(server);
  return server;
}

export function anOllama(options: ServerOptions = {}): Promise<ScriptedServer> {
  return aServer(startOllama(options));
}

/** An engine with one connection to this server. */
export async function aConnected(server: ScriptedServer, page = anEngine()) {
  const draft = { kind: server.kind, name: 'Lamp', baseUrl: server.url };
  const { id: connectionId } = await page.call('connections.add', draft);
  const model = { connectionId, name: server.kind === 'ollama' ? 'moss:1b' : 'heron-7b' };
  const send = (said: string, sessionId = 's1') =>
    page.call('turns.send', {
      sessionId,
      text: said,
      images: [],
      model,
      parameters: {},
      systemPrompt: '',
    });
  return { page, model, send, connectionId };
}

export const whole = { sessionId: 's1', from: -20, count: 20 };
export const long = 'one two three four five six seven eight nine ten';

let pages = 0;
/** Nobody is there: the deployer's file cannot be had. */
const baseUrl = 'http://127.0.0.1:9/';

export function aPage(hub: Hub): TestPage {
  pages += 1;
  const { port1, port2 } = new MessageChannel();
  const heard: EngineMessage[] = [];
  const link = createLink();
  hub.attach({
    post: (message) => port2.postMessage(message),
    listen: (onMessage) => {
      port2.onmessage = (event) => onMessage(event.data);
    },
  });
  port1.onmessage = (event) => {
    const message = event.data as EngineMessage; // only the hub speaks here
    heard.push(message);
    link.receive(message);
  };
  link.use((message) => port1.postMessage(message));
  port1.postMessage({
    type: 'hello',
    pageId: `p${pages}`,
    buildId: 'test',
    hasLocks: false,
    baseUrl,
  });
  const page: TestPage = {
    hub,
    link,
    heard,
    call: (name, input) => link.call(name, input) as Promise<never>, // typed by the protocol
    watch: (name, params) => {
      const seen: { value: never | undefined; fault: Fault | undefined } = {
        value: undefined,
        fault: undefined,
      };
      link.watch({
        name,
        params,
        onValue: (value) => {
          seen.value = value as never; // typed by the protocol
        },
        onFault: (fault) => {
          seen.fault = fault;
        },
      });
      return seen;
    },
    follow: (sessionId) => {
      const frames: ReplyFrame[] = [];
      link.follow({ sessionId, onFrame: (frame) => frames.push(frame) });
      return {
        frames,
        text: () => frames.reduce((all, each) => (each.whole ? each.text : all + each.text), ''),
      };
    },
    welcomed: () => heard.some((each) => each.type === 'welcome'),
    close: () => {
      port1.postMessage({ type: 'bye' });
      port1.close();
    },
  };
  opened.push(page);
  return page;
}
