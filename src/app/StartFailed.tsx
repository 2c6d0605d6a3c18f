/**
 * In place of the app when the engine cannot open its storage: what happened, and the ways on. First what loses nothing
 * (try again, save what can be read), then memory only, and last the reset, which asks for a typed word.
 */
import { createSignal, Show } from 'solid-js';
import { type Fault, type FaultKind, faultCode, faultFrom } from '../domain/fault.ts';
import { faultText } from '../i18n/fault-text.ts';
import { words } from '../i18n/i18n.ts';
import type { AppState } from '../state/create-state.ts';
import { forgetMirrors } from '../state/forget-mirrors.ts';
import { Button } from '../ui/Button.tsx';
import { Logo } from '../ui/Logo.tsx';
import { saveFile } from '../ui/save-file.ts';
import { TypedConfirm } from '../ui/TypedConfirm.tsx';
import styles from './StartFailed.module.css';

export type StartFailedProps = {
  readonly fault: Fault;
  readonly engine: AppState['engine'];
};

/** There is no database to save or to delete, or no engine that could do it. */
const withoutRows: readonly FaultKind[] = ['storage-absent', 'engine-gone'];

export function StartFailed(props: StartFailedProps) {
  const [said, setSaid] = createSignal('');
  const [problem, setProblem] = createSignal<Fault>();
  const [isResetting, setResetting] = createSignal(false);
  const start = () => words().later.start;
  const text = () => faultText(props.fault);
  const hasRows = () => !withoutRows.includes(props.fault.kind);
  const hasEngine = () => props.fault.kind !== 'engine-gone';

  const attempt = async (work: () => Promise<void>) => {
    setProblem(undefined);
    try {
      await work();
    } catch (error) {
      setProblem(faultFrom(error));
    }
  };
  const rescue = () =>
    attempt(async () => {
      saveFile(await props.engine.call('storage.rescue', null), start().rescueName);
      setSaid(start().rescued);
    });
  const useMemory = () =>
    attempt(async () => {
      await props.engine.call('storage.use-memory', null);
    });
  const reset = () =>
    attempt(async () => {
      await props.engine.call('storage.reset', null);
      forgetMirrors();
      window.location.hash = '#/';
      window.location.reload();
    });
  return (
    <main class={styles['page']}>
      <div class={styles['card']}>
        <Logo />
        <p class={styles['lead']}>{start().failedTitle}</p>
        <h1 tabindex={-1} ref={(element) => queueMicrotask(() => element.focus())}>
          {text().title}
        </h1>
        <p>{text().next}</p>
        <p class={styles['code']}>{start().code(faultCode(props.fault))}</p>
        <div class={styles['ways']}>
          <div>
            <Button variant="primary" onClick={() => window.location.reload()}>
              {words().app.retry}
            </Button>
          </div>
          <Show when={hasRows()}>
            <div>
              <Button icon="download" onClick={() => void rescue()}>
                {start().rescue}
              </Button>
              <small>{start().rescueHint}</small>
            </div>
          </Show>
          <Show when={hasEngine()}>
            <div>
              <Button onClick={() => void useMemory()}>{start().memory}</Button>
              <small>{start().memoryHint}</small>
            </div>
          </Show>
          <Show when={hasRows()}>
            <div>
              <Button icon="trash" onClick={() => setResetting(true)}>
                {start().reset}
              </Button>
              <small>{start().resetHint}</small>
            </div>
          </Show>
        </div>
        <p role="status">{said()}</p>
        <Show when={problem()}>
          {(fault) => (
            <p role="alert" class={styles['problem']}>
              {faultText(fault()).title}. {faultText(fault()).next}
            </p>
          )}
        </Show>
      </div>
      <TypedConfirm
        open={isResetting()}
        title={start().resetTitle}
        text={start().resetText}
        label={start().resetAsk(start().resetWord)}
        word={start().resetWord}
        confirmLabel={start().resetConfirm}
        cancelLabel={words().app.cancel}
        closeLabel={words().app.close}
        onClose={() => setResetting(false)}
        onConfirm={() => {
          setResetting(false);
          void reset();
        }}
      />
    </main>
  );
}
