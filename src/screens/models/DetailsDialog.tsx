import { For, Match, Show, Switch } from 'solid-js';
import { isForEmbedding } from '../../domain/model-powers.ts';
import { modelTitle } from '../../domain/model-title.ts';
import { faultText } from '../../i18n/fault-text.ts';
import { formatAgo } from '../../i18n/format.ts';
import { words } from '../../i18n/i18n.ts';
import { nowAt } from '../../lib/timing.ts';
import { useAppState } from '../../state/create-state.ts';
import { createModelDetails } from '../../state/model-details.ts';
import { Button } from '../../ui/Button.tsx';
import { CodeBlock } from '../../ui/CodeBlock.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import { LazyFitMark } from './browser/LazyFitMark.tsx';
import { LazyCompareTexts } from './compare/LazyCompareTexts.tsx';
import styles from './DetailsDialog.module.css';
import { detailFacts, detailTexts } from './detail-facts.ts';
import { LazyFitLine } from './fit/LazyFitLine.tsx';
import { shortDigest } from './model-facts.ts';
import { type ModelRow, refOf } from './model-rows.ts';
import { canHold, type ModelVerb, verbIcons } from './model-verbs.ts';
import { useModels } from './models-context.ts';

export type DetailsDialogProps = { readonly row: ModelRow };

/** All that is known of one model, each part to be copied, and what can be done to it. */
export function DetailsDialog(props: DetailsDialogProps) {
  const state = useAppState();
  const models = useModels();
  const t = () => words().models.details;
  /** As the list has it now: it may be loaded or pulled anew while this is open. */
  const row = () => models.rows().find(({ id }) => id === props.row.id) ?? props.row;
  const asked = createModelDetails(state.engine, () => refOf(row()));
  const there = () => (asked.view.status === 'there' ? asked.view : undefined);
  const details = () => there()?.details ?? undefined;
  const loaded = () => models.running.model(row().connection.id, row().model.name);
  const verbs = () => models.verbsOf(row()).filter((verb) => verb !== 'details');
  const run = (verb: ModelVerb) => {
    models.close();
    models.run(verb, row());
  };
  const block = (id: string, label: string, code: string) => (
    <details class={styles['part']} open={id === 'parameters' || id === 'system'}>
      <summary>{label}</summary>
      <CodeBlock
        label={label}
        code={code}
        copyLabel={words().models.copyText.copy}
        copiedLabel={words().models.copyText.copied}
        failedLabel={words().models.copyText.failed}
      />
    </details>
  );
  return (
    <Dialog
      open
      width="wide"
      title={row().model.title ?? modelTitle(row().model.name)}
      closeLabel={words().app.close}
      onClose={models.close}
    >
      <div class={styles['verbs']}>
        <For each={verbs()}>
          {(verb) => (
            <Button
              size="small"
              icon={verbIcons[verb]}
              variant={verb === 'chat' ? 'primary' : 'plain'}
              onClick={() => run(verb)}
            >
              {words().models.verbs[verb]}
            </Button>
          )}
        </For>
      </div>
      <dl class={styles['facts']}>
        <For each={detailFacts(row(), loaded(), nowAt())}>
          {([name, value]) => (
            <div>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          )}
        </For>
      </dl>
      <Show when={canHold(row()) && !loaded()}>
        <Show
          when={row().connection.kind === 'browser'}
          fallback={
            <LazyFitLine
              connectionId={row().connection.id}
              model={row().model.name}
              sizeBytes={row().model.sizeBytes}
            />
          }
        >
          <Show when={row().model.sizeBytes}>
            {(sizeBytes) => <LazyFitMark weightsBytes={sizeBytes()} />}
          </Show>
        </Show>
      </Show>
      <Show when={isForEmbedding(row().connection.kind, row().model)}>
        <LazyCompareTexts row={row()} />
      </Show>
      <Switch>
        <Match when={asked.view.status === 'asking'}>
          <p class={styles['said']} role="status">
            <Spinner /> {t().asking(row().connection.name)}
          </p>
        </Match>
        <Match when={asked.view.status === 'failed' && asked.view}>
          {(failed) => (
            <div class={styles['failed']} role="alert">
              <p>
                <b>{faultText(failed().fault).title}</b> {faultText(failed().fault).next}
              </p>
              <Button size="small" onClick={asked.again}>
                {words().app.retry}
              </Button>
            </div>
          )}
        </Match>
        <Match when={there() && !details()}>
          <p class={styles['said']}>{t().noMore}</p>
        </Match>
      </Switch>
      <Show when={details()}>
        {(told) => (
          <For each={detailTexts(told())}>{({ id, text }) => block(id, t().parts[id], text)}</For>
        )}
      </Show>
      <Show when={(there()?.seen.length ?? 0) > 0}>
        <details class={styles['part']}>
          <summary>{t().seen}</summary>
          <ul class={styles['seen']}>
            <For each={there()?.seen}>
              {({ digest, at }) => (
                <li>
                  <code title={digest}>{shortDigest(digest)}</code>
                  <small>{t().seenAt(formatAgo(at, nowAt()))}</small>
                </li>
              )}
            </For>
          </ul>
          <small class={styles['hint']}>{t().seenHint}</small>
        </details>
      </Show>
    </Dialog>
  );
}
