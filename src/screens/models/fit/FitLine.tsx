/** Whether a model fits onto a server: in words, as a bar, and with a way to say what memory the server has. */
import { createEffect, createMemo, createSignal, on, Show } from 'solid-js';
import { ggufFacts } from '../../../domain/gguf-facts.ts';
import { formatBytes, formatNumber } from '../../../i18n/format.ts';
import { words } from '../../../i18n/i18n.ts';
import { useAppState } from '../../../state/create-state.ts';
import { Button } from '../../../ui/Button.tsx';
import { createFit } from './create-fit.ts';
import styles from './FitLine.module.css';
import { doubtWords, fitBar, needWords, verdictTone, verdictWords } from './fit-words.ts';
import { MemoryDialog } from './MemoryDialog.tsx';
import { plannedContext } from './planned-context.ts';

export type FitLineProps = {
  readonly connectionId: string;
  /** An installed model: its server is asked for what is missing here. */
  readonly model?: string | undefined;
  readonly sizeBytes?: number | undefined;
  /** GGUF metadata, from a file or a hub. */
  readonly info?: Readonly<Record<string, unknown>> | undefined;
  /** Absent: what the server would take by itself. */
  readonly contextLength?: number | undefined;
};

export function FitLine(props: FitLineProps) {
  const state = useAppState();
  const fit = createFit(state, () => props.connectionId);
  const [asked, setAsked] = createSignal<{
    readonly info: Readonly<Record<string, unknown>> | undefined;
    readonly sizeBytes: number | undefined;
  }>();
  const [isSetting, setSetting] = createSignal(false);
  const t = () => words().fit;
  createEffect(
    on([() => props.connectionId, () => props.model], ([, model]) => {
      setAsked(undefined);
      if (model === undefined || props.info !== undefined) return;
      void fit.details(model).then((details) => {
        if (props.model !== model || !details) return;
        setAsked({ info: details.info, sizeBytes: details.model.sizeBytes });
      });
    }),
  );
  const info = () => props.info ?? asked()?.info;
  const contextLength = () => {
    if (props.contextLength !== undefined) return props.contextLength;
    return plannedContext(fit.connection(), ggufFacts(info() ?? {}).contextLength);
  };
  const judged = createMemo(() => {
    const weightsBytes = props.sizeBytes ?? asked()?.sizeBytes;
    if (weightsBytes === undefined && info() === undefined) return undefined;
    return fit.judge({ info: info(), weightsBytes, contextLength: contextLength() }, props.model);
  });
  return (
    <Show when={judged()}>
      {(now) => (
        <section class={styles['fit']} aria-label={t().label}>
          <p class={styles['verdict']} data-tone={verdictTone(now().verdict)}>
            <span class={styles['mark']} aria-hidden="true" />
            <b>{verdictWords(now().verdict)}</b>
          </p>
          <Show when={fitBar(now().need, fit.memory(), fit.loaded())}>
            {(bar) => (
              <div
                class={styles['bar']}
                role="img"
                aria-label={t().bar(
                  formatBytes(now().need.totalBytes),
                  formatBytes(bar().roomBytes),
                )}
              >
                <span class={styles['held']} style={{ 'inline-size': percent(bar().held) }} />
                <span
                  class={styles['needed']}
                  data-tone={verdictTone(now().verdict)}
                  style={{ 'inline-size': percent(bar().needed) }}
                />
              </div>
            )}
          </Show>
          <p class={styles['parts']}>
            {needWords(now().need)}:{' '}
            {t().parts(
              formatBytes(now().need.weightsBytes),
              formatBytes(now().need.cacheBytes),
              formatNumber(contextLength()),
              formatBytes(now().need.computeBytes),
            )}
            . {doubtWords(now().need)}
          </p>
          <Show when={fit.connection()}>
            {(connection) => (
              <div>
                <Button size="small" onClick={() => setSetting(true)}>
                  {fit.memory()?.vramBytes === undefined ? t().set : t().change}
                </Button>
                <MemoryDialog
                  open={isSetting()}
                  name={connection().name}
                  memory={fit.memory()}
                  onSave={(memory) => {
                    setSetting(false);
                    void fit.setMemory(memory);
                  }}
                  onClose={() => setSetting(false)}
                />
              </div>
            )}
          </Show>
        </section>
      )}
    </Show>
  );
}

function percent(part: number): string {
  return `${Math.round(part * 1000) / 10}%`;
}
