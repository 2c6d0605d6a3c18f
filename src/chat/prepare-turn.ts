/** From a reply that is to come to what is asked of an opened server: the last step before its request. */
import type { ChatRequest } from '../domain/chat-request.ts';
import type { Message } from '../domain/message.ts';
import { pathTo, treeFrom } from '../domain/message-tree.ts';
import type { Session } from '../domain/session.ts';
import type { OpenWay } from '../providers/way.ts';
import { buildRequest } from './build-request.ts';
import type { ChatDeps } from './chat-deps.ts';

export type HowToReply = {
  /** The reply has text already and goes on from there. */
  readonly continues: boolean;
  /** The server still keeps this very stream and tells it again. */
  readonly replays: boolean;
};

export type PreparedTurn = {
  readonly ask: ChatRequest;
  readonly replays: boolean;
  /** Present where ending the request alone does not stop the server. */
  readonly stopOnServer?: () => Promise<void>;
};

const stopTimeoutMs = 5000;

/** `reply` names the model of this very server. */
export async function prepareTurn(
  deps: ChatDeps,
  session: Session,
  reply: Message,
  how: HowToReply,
  open: OpenWay,
): Promise<PreparedTurn> {
  const { provider, endpoint } = open;
  const { resume } = provider;
  const { resumeId } = reply;
  const kept =
    resume && resumeId !== undefined && endpoint.connection.features.resume === 'auto'
      ? {
          resumeId,
          stop: () => resume.stop(endpoint, resumeId, AbortSignal.timeout(stopTimeoutMs)),
        }
      : undefined;
  const ask = await buildRequest(
    {
      model: reply.model?.name ?? '',
      dialect: provider.kind,
      known: open.known,
      systemPrompts: [endpoint.connection.systemPrompt, session.systemPrompt],
      parameters: reply.parameters ?? session.parameters,
      path: await requestPath(deps, reply, how.continues),
      readImage: deps.readImage,
      continues: how.continues,
      ...(kept ? { resumeId: kept.resumeId } : {}),
    },
    provider.canPrefill(endpoint.quirks),
  );
  return { ask, replays: how.replays, ...(kept ? { stopOnServer: kept.stop } : {}) };
}

/** The messages before a reply, and the reply itself where it is to be continued. */
async function requestPath(
  { store }: ChatDeps,
  reply: Message,
  continues: boolean,
): Promise<Message[]> {
  const tree = treeFrom(await store.messages.skeleton(reply.sessionId));
  const path = await store.messages.getMany(pathTo(tree, reply.parentId));
  return continues ? [...path, reply] : path;
}
