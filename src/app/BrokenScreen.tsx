import { useLocation } from '@solidjs/router';
import { createEffect, on } from 'solid-js';
import { words } from '../i18n/i18n.ts';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';

export type BrokenScreenProps = {
  readonly reset: () => void;
};

/** Shown in place of a screen that threw. Going elsewhere leaves it behind; the rest of the frame still works. */
export function BrokenScreen(props: BrokenScreenProps) {
  const location = useLocation();
  createEffect(
    on(
      () => location.pathname,
      () => props.reset(),
      { defer: true },
    ),
  );
  return (
    <EmptyState
      icon="warning"
      title={words().app.broken.title}
      actions={
        <>
          <Button onClick={() => props.reset()}>{words().app.retry}</Button>
          <Button variant="primary" onClick={() => window.location.reload()}>
            {words().app.reload}
          </Button>
        </>
      }
    >
      <p role="alert">{words().app.broken.text}</p>
    </EmptyState>
  );
}
