/**
 * The turns in flight of all engines, and the text of each for those who follow it. Own turns are told to the other
 * engines; theirs are shown here as if they were ours.
 */
import type { LiveReply, Piece } from '../chat/live-reply.ts';
import type { TurnView } from '../domain/turn.ts';
import type { Peers } from './peers.ts';
import type { ReplyFrame } from './protocol.ts';

type Follower = (frame: ReplyFrame) => void;

export type TurnBoard = {
  readonly views: () => TurnView[];
  readonly watch: (onViews: (views: TurnView[]) => void) => () => void;
  readonly follow: (sessionId: string, onFrame: Follower) => () => void;
  readonly runsElsewhere: (sessionId: string) => boolean;
  /** Own turns. */
  readonly show: (view: TurnView) => void;
  readonly piece: (live: LiveReply, piece: Piece) => void;
  readonly whole: (live: LiveReply) => void;
  readonly over: (live: LiveReply) => void;
  /** Turns of other engines. */
  readonly showTheirs: (view: TurnView) => void;
  readonly theirFrame: (sessionId: string, frame: ReplyFrame) => void;
  readonly theirsOver: (sessionId: string, messageId: string) => void;
};

/** Other engines get the text in larger pieces: it crosses a process border. */
const peerFrameMs = 50;

export function createTurnBoard(peers: Peers, running: () => readonly LiveReply[]): TurnBoard {
  const own = new Map<string, TurnView>();
  const theirs = new Map<string, TurnView>();
  const theirText = new Map<string, ReplyFrame>();
  const followers = new Map<string, Set<Follower>>();
  const watchers = new Set<(views: TurnView[]) => void>();
  const forPeers = new Map<string, ReplyFrame>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const views = () => [...own.values(), ...theirs.values()];
  function tell(): void {
    for (const watcher of watchers) watcher(views());
  }
  function deliver(sessionId: string, frame: ReplyFrame): void {
    for (const follower of followers.get(sessionId) ?? []) follower(frame);
  }
  function tellPeers(sessionId: string, piece: ReplyFrame): void {
    const before = forPeers.get(sessionId);
    forPeers.set(sessionId, before && !piece.whole ? joined(before, piece) : piece);
    timer ??= setTimeout(flushToPeers, peerFrameMs);
  }
  function flushToPeers(): void {
    clearTimeout(timer);
    timer = undefined;
    for (const [sessionId, frame] of forPeers) peers.say({ type: 'frame', sessionId, frame });
    forPeers.clear();
  }
  const wholeOf = (live: LiveReply): ReplyFrame => ({
    messageId: live.message.id,
    whole: true,
    reasoning: live.reply().reasoning,
    text: live.reply().text,
  });

  return {
    views,
    watch: (onViews) => {
      watchers.add(onViews);
      onViews(views());
      return () => watchers.delete(onViews);
    },
    follow: (sessionId, onFrame) => {
      const set = followers.get(sessionId) ?? new Set();
      followers.set(sessionId, set.add(onFrame));
      const live = running().find((each) => each.message.sessionId === sessionId);
      const known = live ? wholeOf(live) : theirText.get(sessionId);
      if (known) onFrame(known);
      return () => {
        set.delete(onFrame);
        if (set.size === 0) followers.delete(sessionId);
      };
    },
    runsElsewhere: (sessionId) => theirs.has(sessionId),
    show: (view) => {
      own.set(view.sessionId, view);
      peers.say({ type: 'turn', view });
      tell();
    },
    piece: (live, piece) => {
      const { id, sessionId } = live.message;
      const frame = { messageId: id, whole: false, ...piece };
      deliver(sessionId, frame);
      tellPeers(sessionId, frame);
    },
    whole: (live) => {
      deliver(live.message.sessionId, wholeOf(live));
      tellPeers(live.message.sessionId, wholeOf(live));
    },
    over: (live) => {
      const { id, sessionId } = live.message;
      flushToPeers();
      own.delete(sessionId);
      peers.say({ type: 'turn-over', sessionId, messageId: id });
      tell();
    },
    showTheirs: (view) => {
      // The turn before it may have ended unheard, with its engine.
      if (theirText.get(view.sessionId)?.messageId !== view.messageId) {
        theirText.delete(view.sessionId);
      }
      theirs.set(view.sessionId, view);
      tell();
    },
    theirFrame: (sessionId, frame) => {
      // Of a turn not heard of yet this would be the middle: it is told whole once its engine has been asked.
      if (theirs.get(sessionId)?.messageId !== frame.messageId) return;
      const before = theirText.get(sessionId);
      theirText.set(
        sessionId,
        before && !frame.whole ? joined(before, frame) : { ...frame, whole: true },
      );
      deliver(sessionId, frame);
    },
    theirsOver: (sessionId, messageId) => {
      if (theirs.get(sessionId)?.messageId !== messageId) return;
      theirs.delete(sessionId);
      theirText.delete(sessionId);
      tell();
    },
  };
}

function joined(before: ReplyFrame, piece: ReplyFrame): ReplyFrame {
  return {
    messageId: piece.messageId,
    whole: before.whole,
    reasoning: before.reasoning + piece.reasoning,
    text: before.text + piece.text,
  };
}
