import { createEffect, For, on, onCleanup, Show } from 'solid-js';
import { Button } from './Button.tsx';
import { Icon } from './Icon.tsx';
import { IconButton } from './IconButton.tsx';
import styles from './ToastRegion.module.css';

export type ToastView = {
  readonly id: string;
  readonly tone: 'info' | 'ok' | 'warn' | 'error';
  readonly text: string;
  /** The word on the button. A notice with a button stays until it is answered. */
  readonly action?: string | undefined;
  /** How long it stays, in milliseconds; left out, it stays. */
  readonly durationMs?: number | undefined;
};

export type ToastRegionProps = {
  readonly label: string;
  readonly dismissLabel: string;
  readonly toasts: readonly ToastView[];
  readonly onAction: (id: string) => void;
  /** Its time is over, or it was sent away. */
  readonly onDismiss: (id: string) => void;
};

const icons = { info: 'info', ok: 'check', warn: 'warning', error: 'warning' } as const;

/**
 * The notices. The region is always there and polite, so what appears in it is spoken.
 * While the pointer or the focus is inside, no notice goes away; afterwards each has its full time again.
 */
export function ToastRegion(props: ToastRegionProps) {
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  let isHeld = false;

  const stopAll = () => {
    for (const timer of timers.values()) clearTimeout(timer);
    timers.clear();
  };
  const startMissing = () => {
    if (isHeld) return;
    for (const { id, action, durationMs } of props.toasts) {
      if (action !== undefined || durationMs === undefined || timers.has(id)) continue;
      const timer = setTimeout(() => {
        timers.delete(id);
        props.onDismiss(id);
      }, durationMs);
      timers.set(id, timer);
    }
  };
  const hold = () => {
    isHeld = true;
    stopAll();
  };
  const release = (region: HTMLElement) => {
    isHeld = region.matches(':hover') || region.contains(document.activeElement);
    startMissing();
  };
  createEffect(
    on(
      () => props.toasts,
      (toasts) => {
        for (const [id, timer] of timers) {
          if (toasts.some((toast) => toast.id === id)) continue;
          clearTimeout(timer);
          timers.delete(id);
        }
        if (toasts.length === 0) isHeld = false;
        startMissing();
      },
    ),
  );
  onCleanup(stopAll);

  return (
    <section
      class={styles['region']}
      aria-label={props.label}
      aria-live="polite"
      data-no-print
      onPointerEnter={hold}
      onPointerLeave={(event) => release(event.currentTarget)}
      onFocusIn={hold}
      onFocusOut={(event) => {
        const region = event.currentTarget;
        queueMicrotask(() => release(region));
      }}
    >
      <For each={props.toasts}>
        {(toast) => (
          <div class={styles['toast']} data-tone={toast.tone}>
            <Icon name={icons[toast.tone]} size="small" />
            <p>{toast.text}</p>
            <Show when={toast.action}>
              <Button size="small" onClick={() => props.onAction(toast.id)}>
                {toast.action}
              </Button>
            </Show>
            <IconButton
              size="small"
              icon="close"
              label={props.dismissLabel}
              onClick={() => props.onDismiss(toast.id)}
            />
          </div>
        )}
      </For>
    </section>
  );
}
