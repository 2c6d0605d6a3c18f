/** The notices of all rooms as toasts, and what the engine has to say when it goes away or gives way. */
import { createEffect, createSignal, mapArray, on, onCleanup } from 'solid-js';
import { faultCode } from '../domain/fault.ts';
import { faultText } from '../i18n/fault-text.ts';
import { words } from '../i18n/i18n.ts';
import { delay } from '../lib/timing.ts';
import { useAppState } from '../state/create-state.ts';
import type { EngineStatusView } from '../state/engine-status.ts';
import type { Notice } from '../state/notices.ts';
import { ToastRegion, type ToastView } from '../ui/ToastRegion.tsx';
import styles from './Notices.module.css';

export type NoticesProps = {
  readonly engine: EngineStatusView;
};

/** The longest a notice without a button stays. A button keeps its notice, unless a longer time was set for it (undo). */
const longestPlainMs = 8000;

const tones = { info: 'info', warning: 'warn', error: 'error' } as const;

export function Notices(props: NoticesProps) {
  const state = useAppState();
  const byId = (id: string) => state.notices.list.find((each) => String(each.id) === id);
  // One view per notice for its life, so that its element and a focus in it stay.
  const views = mapArray(() => state.notices.list, viewOf);
  const timed = mapArray(
    () => state.notices.list.filter((each) => each.action && each.stayMs > longestPlainMs),
    (notice) => {
      const { id, stayMs } = notice;
      const life = new AbortController();
      onCleanup(() => life.abort());
      delay(stayMs, life.signal).then(
        () => state.notices.close(id),
        () => undefined, // it went before its time
      );
    },
  );
  createEffect(on(timed, () => undefined));

  const retired: ToastView = {
    id: 'engine-retired',
    tone: 'info',
    get text() {
      return words().app.notices.retired;
    },
    get action() {
      return words().app.reload;
    },
  };
  const reconnecting: ToastView = {
    id: 'engine-reconnecting',
    tone: 'warn',
    get text() {
      return words().app.notices.reconnecting;
    },
  };
  const starting: ToastView = {
    id: 'engine-starting',
    tone: 'info',
    get text() {
      return words().app.notices.starting;
    },
  };
  /** A word about the engine that was sent away stays away until its state changes. */
  const [sentAway, setSentAway] = createSignal<string>();
  const engineViews = () => {
    const { state: engine } = props.engine.status();
    if (engine === sentAway()) return [];
    if (engine === 'retired') return [retired];
    if (!props.engine.isSlow()) return [];
    return [engine === 'starting' ? starting : reconnecting];
  };
  return (
    <div class={styles['notices']}>
      <ToastRegion
        label={words().app.notices.region}
        dismissLabel={words().app.close}
        toasts={[...engineViews(), ...views()]}
        onAction={(id) => {
          if (id === retired.id) window.location.reload();
          const notice = byId(id);
          if (!notice) return;
          state.notices.close(notice.id);
          notice.action?.run();
        }}
        onDismiss={(id) => {
          const notice = byId(id);
          if (notice) state.notices.close(notice.id);
          else setSentAway(props.engine.status().state);
        }}
      />
    </div>
  );
}

function viewOf(notice: Notice): ToastView {
  return {
    id: String(notice.id),
    tone: tones[notice.tone],
    get text() {
      const { fault } = notice;
      if (!fault) return notice.text;
      const { title, next } = faultText(fault);
      return next === undefined ? title : `${title}. ${next} (${faultCode(fault)})`;
    },
    ...(notice.action ? { action: notice.action.label } : {}),
    ...(notice.stayMs > 0 ? { durationMs: notice.stayMs } : {}),
  };
}
