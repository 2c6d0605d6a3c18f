import { createSignal, createUniqueId, For, type JSX, Show } from 'solid-js';
import type { ProviderKind } from '../../domain/connection.ts';
import { words } from '../../i18n/i18n.ts';
import { CodeBlock } from '../../ui/CodeBlock.tsx';
import {
  type HostingWay,
  hostingCode,
  type SharedAddress,
  sharedAddresses,
} from './doctor-hosting.ts';
import styles from './HostingHelp.module.css';
import { PlaceTabs } from './OriginsHelpTabs.tsx';

export type HostingHelpProps = {
  readonly baseUrl: string;
  readonly kind: ProviderKind | undefined;
  /** The way that fits the fault best; shown first and open. */
  readonly best: HostingWay;
};

const ways = ['permission', 'local', 'same'] as const;

/** The three ways to host Llantern, where they are the answer: what each works with, and its exact steps. */
export function HostingHelp(props: HostingHelpProps) {
  const t = () => words().doctor.hosting;
  const ordered = () => [props.best, ...ways.filter((each) => each !== props.best)];
  return (
    <section class={styles['ways']} aria-label={t().title}>
      <b>{t().title}</b>
      <For each={ordered()}>
        {(way) => (
          <details class={styles['way']} open={way === props.best}>
            <summary>
              <span>{t()[way].title}</span>
              <Show when={way === props.best}>
                <small class={styles['best']}>{t().best}</small>
              </Show>
            </summary>
            <p>{t()[way].text}</p>
            <p class={styles['works']}>
              <b>{t().works}</b> {t()[way].works}
            </p>
            <ol class={styles['steps']}>
              <For each={t()[way].steps}>{(step) => <li>{step}</li>}</For>
            </ol>
            <WayCode way={way} baseUrl={props.baseUrl} kind={props.kind} />
          </details>
        )}
      </For>
      <p>
        <a href="#/help#hosting">{t().more}</a>
      </p>
    </section>
  );
}

type WayCodeProps = Omit<HostingHelpProps, 'best'> & { readonly way: HostingWay };

function WayCode(props: WayCodeProps): JSX.Element {
  const t = () => words().doctor.hosting;
  return (
    <>
      <Show when={props.way === 'local'}>
        <Code label={t().local.label} code="python3 -m http.server 4173 --directory llantern" />
        <p>{t().local.opened('http://localhost:4173')}</p>
      </Show>
      <Show when={props.way === 'same'}>
        <SameAddress baseUrl={props.baseUrl} kind={props.kind} />
      </Show>
    </>
  );
}

function SameAddress(props: Omit<HostingHelpProps, 'best'>) {
  const id = createUniqueId();
  const [chosen, setChosen] = createSignal<SharedAddress>(
    // Only llama-server hands out a page by itself.
    props.kind === undefined || props.kind === 'llama-server' ? 'llama-server' : 'caddy',
  );
  const t = () => words().doctor.hosting.same;
  return (
    <div class={styles['code']}>
      <PlaceTabs
        id={id}
        label={t().label}
        tabs={sharedAddresses.map((each) => ({ id: each, label: t().tabs[each] }))}
        current={chosen()}
        onPick={(tab) => setChosen(sharedAddresses.find((each) => each === tab) ?? 'llama-server')}
      />
      <div id={`${id}-panel`} role="tabpanel" aria-label={t().tabs[chosen()]}>
        <Code label={t().where[chosen()]} code={hostingCode(chosen(), props.baseUrl)} />
        <p>{t().notes[chosen()]}</p>
      </div>
    </div>
  );
}

function Code(props: { readonly label: string; readonly code: string }) {
  const t = () => words().doctor;
  return (
    <CodeBlock
      label={props.label}
      code={props.code}
      copyLabel={t().copy}
      copiedLabel={t().copied}
      failedLabel={t().copyFailed}
    />
  );
}
