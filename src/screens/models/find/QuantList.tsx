import { createSignal, For, Show } from 'solid-js';
import type { FitVerdict } from '../../../domain/fit.ts';
import { usualContext } from '../../../domain/fit-need.ts';
import { isKnownArchitecture } from '../../../domain/gguf-architectures.ts';
import {
  ggufInfoOf,
  type HubModel,
  type HubQuant,
  launchLine,
  pullName,
} from '../../../domain/hub.ts';
import { mostFileBytes, mostModelBytes } from '../../../domain/page-model-parts.ts';
import { formatBytes } from '../../../i18n/format.ts';
import { words } from '../../../i18n/i18n.ts';
import { useAppState } from '../../../state/create-state.ts';
import { Button } from '../../../ui/Button.tsx';
import { CodeBlock } from '../../../ui/CodeBlock.tsx';
import { copyText } from '../../../ui/copy-text.ts';
import { createAdding } from '../browser/create-adding.ts';
import { fitHere } from '../browser/device-fit.ts';
import { createFit } from '../fit/create-fit.ts';
import { FitLine } from '../fit/FitLine.tsx';
import { verdictTone, verdictWords } from '../fit/fit-words.ts';
import styles from './Find.module.css';
import { useFind } from './find-context.ts';

export type QuantListProps = {
  readonly repo: string;
  readonly model: HubModel | undefined;
  readonly quants: readonly HubQuant[];
};

/** What a server takes that is told no tag. */
const usual = 'Q4_K_M';

/** The choices of one model, smallest first: each can be pulled, or taken along as a line for llama-server. */
export function QuantList(props: QuantListProps) {
  const state = useAppState();
  const { notices } = state;
  const find = useFind();
  const fit = createFit(state, () => find.target()?.id ?? '');
  const adding = createAdding(state);
  const t = () => words().find.model;
  const [busyId, setBusyId] = createSignal<string>();
  /** Copying failed: shown to be copied by hand. */
  const [shown, setShown] = createSignal<HubQuant>();
  const titleOf = (quant: HubQuant) => quant.label ?? quant.id;
  const notesOf = (quant: HubQuant) =>
    [
      quant.fileCount > 1 ? t().parts(quant.fileCount) : '',
      quant.missingCount > 0 ? t().missing(quant.missingCount) : '',
      quant.label === usual && quant.tag !== undefined ? t().usual : '',
    ].filter((note) => note !== '');
  /** On the server that would pull it; `undefined` where nobody can say. */
  const verdictOf = (quant: HubQuant): FitVerdict | undefined => {
    if (!find.target()) return undefined;
    const question = {
      info: ggufInfoOf(props.model),
      weightsBytes: quant.sizeBytes,
      contextLength: usualContext(fit.memory()?.vramBytes, props.model?.contextLength),
    };
    const { verdict } = fit.judge(question, undefined);
    return verdict.kind === 'unknown' ? undefined : verdict;
  };
  /** The one that the estimate is spelled out for. */
  const sample = () => props.quants.find(({ label }) => label === usual) ?? props.quants[0];
  const pull = async (quant: HubQuant, name: string) => {
    if (busyId() !== undefined) return;
    setBusyId(quant.id);
    await find.pull(name);
    setBusyId(undefined);
  };
  /** Into this browser: what it can keep, hold in memory, and is whole. */
  const mayCome = (quant: HubQuant) =>
    adding.refusal() === 'none' &&
    find.mayAsk() &&
    quant.missingCount === 0 &&
    isKnownArchitecture(props.model?.architecture ?? 'llama') &&
    quant.sizeBytes <= (quant.fileCount > 1 ? mostModelBytes : mostFileBytes) &&
    fitHere(quant.sizeBytes, ggufInfoOf(props.model)) !== 'too-large';
  const fetchHere = async (quant: HubQuant) => {
    const name = pullName(props.repo, quant) ?? `hf.co/${props.repo}/${quant.id}`;
    if (await adding.fetch(name)) return;
    const fault = adding.fault();
    if (fault) notices.showFault(fault);
  };
  const copy = async (quant: HubQuant) => {
    if (await copyText(launchLine(props.repo, quant))) {
      setShown(undefined);
      notices.show(words().find.copied);
    } else {
      setShown(quant);
      notices.show(words().find.copyFailed, { tone: 'warning' });
    }
  };
  return (
    <section class={styles['quants']} aria-label={t().files}>
      <h3>{t().files}</h3>
      <p class={styles['quiet']}>{t().filesText}</p>
      <ul>
        <For each={props.quants}>
          {(quant) => (
            <li>
              <span class={styles['quant']}>
                <b>{titleOf(quant)}</b>
                <span class={styles['size']}>{formatBytes(quant.sizeBytes)}</span>
                <Show when={verdictOf(quant)}>
                  {(verdict) => (
                    <small class={styles['fit']} data-tone={verdictTone(verdict())}>
                      {verdictWords(verdict())}
                    </small>
                  )}
                </Show>
                <For each={notesOf(quant)}>{(note) => <small>{note}</small>}</For>
                <Show when={pullName(props.repo, quant) === undefined}>
                  <small>{t().cannotPull}</small>
                </Show>
              </span>
              <span class={styles['verbs']}>
                <Show when={mayCome(quant)}>
                  <Button
                    size="small"
                    icon="device"
                    aria-label={t().hereOne(titleOf(quant))}
                    disabled={adding.isBusy()}
                    onClick={() => void fetchHere(quant)}
                  >
                    {t().here}
                  </Button>
                </Show>
                <Button
                  size="small"
                  aria-label={t().copyOne(titleOf(quant))}
                  disabled={quant.missingCount > 0}
                  onClick={() => void copy(quant)}
                >
                  {t().copy}
                </Button>
                <Show when={find.target() && pullName(props.repo, quant)}>
                  {(name) => (
                    <Button
                      size="small"
                      aria-label={t().pullOne(titleOf(quant))}
                      disabled={busyId() !== undefined || quant.missingCount > 0}
                      onClick={() => void pull(quant, name())}
                    >
                      {t().pull}
                    </Button>
                  )}
                </Show>
              </span>
            </li>
          )}
        </For>
      </ul>
      <Show when={find.target()}>
        {(onto) => (
          <Show when={sample()}>
            {(quant) => (
              <div class={styles['estimate']}>
                <h4>{t().fitOn(titleOf(quant()), onto().name)}</h4>
                <FitLine
                  connectionId={onto().id}
                  sizeBytes={quant().sizeBytes}
                  info={ggufInfoOf(props.model)}
                />
              </div>
            )}
          </Show>
        )}
      </Show>
      <Show when={shown()}>
        {(quant) => (
          <CodeBlock
            label={t().line}
            code={launchLine(props.repo, quant())}
            copyLabel={t().copyLine}
            copiedLabel={t().lineCopied}
            failedLabel={t().lineFailed}
          />
        )}
      </Show>
    </section>
  );
}
