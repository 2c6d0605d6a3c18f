import { createMemo, For, Match, Show, Switch } from 'solid-js';
import type { ProviderKind } from '../../domain/connection.ts';
import type { Fault } from '../../domain/fault.ts';
import { words } from '../../i18n/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { CodeBlock } from '../../ui/CodeBlock.tsx';
import { type AdviceItem, adviceFor, presetOf } from './doctor-advice.ts';
import { bestWay } from './doctor-hosting.ts';
import { HostingHelp } from './HostingHelp.tsx';
import { hostOf, type PagePlace } from './look-for.ts';
import styles from './NextSteps.module.css';
import { OriginsHelp } from './OriginsHelp.tsx';
import { readBrowserPlace } from './page-place.ts';
import { dayWords } from './reach.ts';

export type NextStepsProps = {
  readonly page: PagePlace;
  readonly baseUrl: string;
  /** Where the server's kind is known already. */
  readonly kind?: ProviderKind | undefined;
  readonly presetId?: string | undefined;
  /** Names of headers that were added to the connection. */
  readonly extraHeaders?: readonly string[] | undefined;
  readonly fault: Fault;
  readonly onTry?: ((baseUrl: string) => void) | undefined;
  readonly onUnlock?: (() => void) | undefined;
};

/** What to do about a fault, for this server and this browser: sentences, lines to copy, another address, ways to host. */
export function NextSteps(props: NextStepsProps) {
  const place = readBrowserPlace();
  const preset = () => presetOf(props.presetId, props.baseUrl);
  // The same advice again must not close what was opened in it.
  const items = createMemo<readonly AdviceItem[]>(
    () =>
      adviceFor(props.fault, {
        baseUrl: props.baseUrl,
        kind: props.kind,
        preset: preset(),
        browser: place.browser,
        system: place.system,
        extraHeaders: (props.extraHeaders ?? []).map((name) => name.toLowerCase()),
      }),
    [],
    { equals: (a, b) => JSON.stringify(a) === JSON.stringify(b) },
  );
  const alternative = () =>
    props.fault.kind === 'not-listening' ? props.fault.alternative : undefined;
  return (
    <div class={styles['next']}>
      <Show when={props.onTry && alternative()}>
        {(url) => (
          <Button onClick={() => props.onTry?.(url())}>
            {words().doctor.useInstead(hostOf(url()))}
          </Button>
        )}
      </Show>
      <For each={items()}>
        {(item) => (
          <Item
            item={item}
            steps={props}
            best={bestWay(props.fault, props.baseUrl, place)}
            presetId={preset()?.id}
          />
        )}
      </For>
    </div>
  );
}

type ItemProps = {
  readonly item: AdviceItem;
  readonly steps: NextStepsProps;
  readonly best: ReturnType<typeof bestWay>;
  readonly presetId: string | undefined;
};

function Item(props: ItemProps) {
  const t = () => words().doctor;
  const of = <What extends AdviceItem['what']>(what: What) =>
    props.item.what === what ? (props.item as Extract<AdviceItem, { what: What }>) : undefined;
  const lines = ():
    | { topic: 'origins' | 'headers' | 'start' | 'listen' | 'model' | 'logs'; header?: string }
    | undefined => {
    const { item } = props;
    if (item.what === 'origins') return { topic: 'origins' };
    if (item.what === 'headers') return { topic: 'headers', header: item.header };
    return item.what === 'commands' ? { topic: item.topic } : undefined;
  };
  return (
    <Switch>
      <Match when={of('say')}>{(item) => <p>{t().says[item().saying]}</p>}</Match>
      <Match when={lines()}>
        {(shown) => (
          <OriginsHelp
            page={props.steps.page}
            baseUrl={props.steps.baseUrl}
            kind={props.steps.kind}
            presetId={props.presetId}
            topic={shown().topic}
            header={shown().header}
          />
        )}
      </Match>
      <Match when={of('hosting')}>
        <HostingHelp baseUrl={props.steps.baseUrl} kind={props.steps.kind} best={props.best} />
      </Match>
      <Match when={of('closed-vendor')}>
        {(vendor) => (
          <>
            <p>{t().closedVendor(vendor().name, dayWords(vendor().asOf))}</p>
            <CodeBlock
              label={t().litellm.label}
              code={"pip install 'litellm[proxy]'\nlitellm --config config.yaml --port 4000"}
              copyLabel={t().copy}
              copiedLabel={t().copied}
              failedLabel={t().copyFailed}
            />
            <p>{t().litellm.note}</p>
          </>
        )}
      </Match>
      <Match when={props.steps.presetId === undefined && of('key-page')}>
        {(page) => (
          <p>
            <a href={page().url} target="_blank" rel="noopener noreferrer">
              {t().keyPage(page().name)}
            </a>
          </p>
        )}
      </Match>
      <Match when={of('unlock')}>
        <Show when={props.steps.onUnlock}>
          {(unlock) => (
            <Button variant="primary" icon="lock" onClick={() => unlock()()}>
              {t().unlock}
            </Button>
          )}
        </Show>
      </Match>
    </Switch>
  );
}
