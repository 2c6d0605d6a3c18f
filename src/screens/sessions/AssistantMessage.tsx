import { createMemo, createSignal, onCleanup, Show, Suspense } from 'solid-js';
import type { MessageView } from '../../domain/message.ts';
import { isInFlight, reasoningOf, textOf } from '../../domain/message-text.ts';
import styles from './AssistantMessage.module.css';
import { useChat } from './chat-context.ts';
import { TurnTrouble, UnlockNotice } from './later-parts.ts';
import { PhaseLine } from './PhaseLine.tsx';
import { ReasoningBlock } from './ReasoningBlock.tsx';
import { ReplyBody } from './ReplyBody.tsx';
import { ReplyEnd } from './ReplyEnd.tsx';

export type AssistantMessageProps = { readonly row: MessageView };

/** A reply: what it thought, what it says, what it is doing now, and how it ended. */
export function AssistantMessage(props: AssistantMessageProps) {
  const { chat } = useChat();
  const turn = createMemo(() => {
    const running = chat.turn();
    return running?.messageId === props.row.id ? running : undefined;
  });
  // Once live, always live: the pieces that flowed stay on screen, nothing is drawn again at the end.
  const isLive = createMemo<boolean>((was) => was || isInFlight(props.row.status), false);
  const watch = () =>
    isLive() ? (listener: Listener) => chat.replies.watch(props.row.id, listener) : undefined;

  const [flowsReasoning, setFlowsReasoning] = createSignal(false);
  const stop = chat.replies.watch(props.row.id, (piece) => {
    if (piece.reasoning !== '') setFlowsReasoning(true);
  });
  onCleanup(stop);

  const storedReasoning = createMemo(() => reasoningOf(props.row));
  const thought = createMemo<Thought | undefined>((before) => {
    const running = turn();
    if (!running) return before;
    if (running.phase === 'thinking') {
      return before && before.endAt === undefined ? before : { sinceAt: running.phaseAt };
    }
    return before && before.endAt === undefined ? { ...before, endAt: running.phaseAt } : before;
  });
  const durationMs = () => {
    for (const part of props.row.parts) {
      if (part.type === 'reasoning' && part.durationMs !== undefined) return part.durationMs;
    }
    if (props.row.timings?.reasoningMs !== undefined) return props.row.timings.reasoningMs;
    const own = thought();
    return own?.endAt === undefined ? undefined : own.endAt - own.sinceAt;
  };
  const showsReasoning = () => storedReasoning() !== '' || flowsReasoning();
  // While it thinks in the open, the block above says so already.
  const shownTurn = () =>
    thinkingSinceAt() !== undefined && showsReasoning() ? undefined : turn();
  const thinkingSinceAt = () => (turn()?.phase === 'thinking' ? thought()?.sinceAt : undefined);

  return (
    <div class={styles['reply']}>
      <Show when={showsReasoning()}>
        <ReasoningBlock
          text={isLive() && flowsReasoning() ? '' : storedReasoning()}
          durationMs={durationMs()}
          thinkingSinceAt={thinkingSinceAt()}
          watch={isLive() && flowsReasoning() ? watch() : undefined}
        />
      </Show>
      <ReplyBody
        text={textOf(props.row)}
        isRunning={isInFlight(props.row.status)}
        seams={props.row.seams}
        watch={watch()}
      />
      <Show when={shownTurn()}>{(running) => <PhaseLine turn={running()} />}</Show>
      <Show when={turn()?.wants === 'unlock'}>
        <Suspense>
          <UnlockNotice />
        </Suspense>
      </Show>
      <Show when={turn()?.fault}>
        {(fault) => (
          <Suspense>
            <TurnTrouble
              fault={fault()}
              text={() => chat.replies.textOf(props.row.id) || textOf(props.row)}
            />
          </Suspense>
        )}
      </Show>
      <Show when={!turn()}>
        <ReplyEnd row={props.row} />
      </Show>
    </div>
  );
}

type Thought = { readonly sinceAt: number; readonly endAt?: number };
type Listener = Parameters<ReturnType<typeof useChat>['chat']['replies']['watch']>[1];
