import { createEffect, createSignal, For, onCleanup, Show } from 'solid-js';
import { cardOf, ownerOf } from '../../../domain/hub.ts';
import { formatBytes } from '../../../i18n/format.ts';
import { words } from '../../../i18n/i18n.ts';
import { nowAt } from '../../../lib/timing.ts';
import { Button } from '../../../ui/Button.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { CardExcerpt } from './CardExcerpt.tsx';
import styles from './Find.module.css';
import { useFind } from './find-context.ts';
import { HubConsent } from './HubConsent.tsx';
import { HubState } from './HubState.tsx';
import { factsOf } from './hub-words.ts';
import { QuantList } from './QuantList.tsx';

export type HubModelPartProps = { readonly repo: string };

/** One model of the hub: what it is, and its quantisations to choose from. */
export function HubModelPart(props: HubModelPartProps) {
  const find = useFind();
  const t = () => words().find.model;
  const [since, setSince] = createSignal(find.repoSince(props.repo));
  const live = find.state.watchModel(() => ({ repo: props.repo, since: since() }));
  let heading: HTMLHeadingElement | undefined;
  createEffect(() => heading?.focus({ preventScroll: true }));
  onCleanup(() => find.leaveRepo(props.repo));
  const model = () => live.value?.model;
  const files = () => live.value?.files;
  const projectors = () => files()?.projectors ?? [];
  const gatedText = () => {
    const gated = model()?.gated;
    return gated === 'auto' || gated === 'manual' ? words().find.hub.gatedText[gated] : undefined;
  };
  const ask = () => setSince(nowAt());
  const isUnknown = () => since() === null && live.value !== undefined && !model();
  return (
    <article class={styles['model']} aria-label={props.repo}>
      <p>
        <a href={find.placeLink('hub')}>
          <Icon name="chevron-left" size="small" /> {t().back}
        </a>
      </p>
      <h2
        tabindex={-1}
        ref={(element) => {
          heading = element;
        }}
      >
        {props.repo.slice((ownerOf(props.repo)?.length ?? -1) + 1)}
        <Show when={ownerOf(props.repo)}>
          {(owner) => <span class={styles['quiet']}> {words().find.hub.by(owner())}</span>}
        </Show>
      </h2>
      <Show when={model()}>
        {(of) => (
          <>
            <p class={styles['facts']}>{factsOf(of(), nowAt()).join(' · ')}</p>
            <Show when={of().baseModel}>
              {(base) => <p class={styles['quiet']}>{t().base(base())}</p>}
            </Show>
          </>
        )}
      </Show>
      <p class={styles['links']}>
        <a
          class={styles['link']}
          href={cardOf(props.repo)}
          target="_blank"
          rel="noopener noreferrer"
        >
          {t().page} <Icon name="external" size="small" />
          <span class="sr-only"> ({words().find.newTab})</span>
        </a>
      </p>
      <Show when={gatedText()}>{(text) => <p class={styles['note']}>{text()}</p>}</Show>
      <Show
        when={!isUnknown()}
        fallback={
          <>
            <HubConsent />
            <EmptyState
              icon="search"
              title={words().find.hub.notKept}
              actions={
                <Show when={find.mayAsk()}>
                  <Button variant="primary" onClick={ask}>
                    {words().find.hub.ask(find.host())}
                  </Button>
                </Show>
              }
            >
              {words().find.hub.notKeptText}
            </EmptyState>
          </>
        }
      >
        <HubState answer={live.value} onAgain={ask} />
      </Show>
      <Show when={files()}>
        {(all) => (
          <Show
            when={all().quants.length > 0}
            fallback={
              <EmptyState icon="file" title={t().none}>
                {t().noneText}
              </EmptyState>
            }
          >
            <QuantList repo={props.repo} model={model()} quants={all().quants} />
            <Show when={all().isCut}>
              <p class={styles['quiet']}>{t().cut}</p>
            </Show>
          </Show>
        )}
      </Show>
      <Show when={projectors().length > 0}>
        <section class={styles['projectors']}>
          <h3>{t().projectors}</h3>
          <p class={styles['quiet']}>{t().projectorsText}</p>
          <ul>
            <For each={projectors()}>
              {(file) => (
                <li>
                  {file.label ?? file.path} <small>{formatBytes(file.sizeBytes)}</small>
                </li>
              )}
            </For>
          </ul>
        </section>
      </Show>
      <Show when={model()}>
        <CardExcerpt repo={props.repo} />
      </Show>
    </article>
  );
}
