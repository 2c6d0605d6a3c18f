import { createSignal, createUniqueId, Show } from 'solid-js';
import { zoneOf } from '../../domain/address.ts';
import type { ProviderKind } from '../../domain/connection.ts';
import {
  type Advice,
  type AdvicePlace,
  type AdviceServer,
  adviceServers,
  headerAdvice,
  likelyServer,
  originsAdvice,
} from '../../domain/origins-advice.ts';
import { type CommandTopic, serverCommands } from '../../domain/server-commands.ts';
import { words } from '../../i18n/i18n.ts';
import { CodeBlock } from '../../ui/CodeBlock.tsx';
import { Select } from '../../ui/Select.tsx';
import type { PagePlace } from './look-for.ts';
import styles from './OriginsHelp.module.css';
import { PlaceTabs } from './OriginsHelpTabs.tsx';
import { readBrowserPlace } from './page-place.ts';

export type OriginsHelpProps = {
  readonly page: PagePlace;
  readonly baseUrl: string;
  readonly kind: ProviderKind | undefined;
  readonly presetId?: string | undefined;
  /** What the lines are for; by itself to let this page in. */
  readonly topic?: CommandTopic | 'origins' | 'headers' | undefined;
  /** With `headers`: the one that is refused. */
  readonly header?: string | undefined;
};

/**
 * Lines for a server's owner, per server and system, filled in and ready to copy. A server that refuses a page cannot be
 * asked what it is, so it is guessed and can be changed.
 */
export function OriginsHelp(props: OriginsHelpProps) {
  const id = createUniqueId();
  const [chosenServer, setServer] = createSignal<AdviceServer>();
  const [chosenPlace, setPlace] = createSignal<AdvicePlace>();
  const t = () => words().doctor;
  const topic = () => props.topic ?? 'origins';
  const server = () => chosenServer() ?? likelyServer(props.kind, props.presetId, props.baseUrl);
  const all = (): readonly Advice[] => {
    const now = topic();
    if (now === 'origins') return originsAdvice(server(), props.page.origin, props.baseUrl);
    if (now !== 'headers') return serverCommands(now, server());
    return headerAdvice(server(), props.header ?? '', props.page.origin, props.baseUrl);
  };
  const current = () => {
    const wanted = chosenPlace() ?? placeHere(props.baseUrl);
    return all().find((each) => each.place === wanted) ?? all()[0];
  };
  const title = () => {
    const now = topic();
    return now === 'headers' ? t().topics.headers(props.header ?? '') : t().topics[now];
  };
  const note = (): string | undefined => {
    const notes = t().originNotes[server()];
    const place = current()?.place;
    if (topic() !== 'origins') return undefined;
    if (typeof notes === 'string') return notes;
    return place !== undefined && place in notes ? notes[place as keyof typeof notes] : undefined;
  };
  return (
    <section class={styles['help']} aria-label={title()}>
      <div class={styles['server']}>
        <b>{title()}</b>
        <label for={`${id}-server`}>{t().server}</label>
        <Select
          id={`${id}-server`}
          options={adviceServers.map((each) => ({ value: each, label: t().servers[each] }))}
          value={server()}
          onPick={(value) => setServer(adviceServers.find((each) => each === value))}
        />
      </div>
      <PlaceTabs
        id={id}
        label={t().places}
        tabs={all().map(({ place }) => ({ id: place, label: t().tabs[place] }))}
        current={current()?.place}
        onPick={(place) => setPlace(all().find((each) => each.place === place)?.place)}
      />
      <Show
        when={current()}
        fallback={
          <p class={styles['note']}>{topic() === 'origins' ? t().fileOrigin : t().noLines}</p>
        }
      >
        {(advice) => (
          <div id={`${id}-panel`} role="tabpanel" aria-label={t().tabs[advice().place]}>
            <CodeBlock
              label={t().where[advice().place]}
              code={advice().code}
              copyLabel={t().copy}
              copiedLabel={t().copied}
              failedLabel={t().copyFailed}
            />
            <Show when={note()}>{(words) => <p class={styles['note']}>{words()}</p>}</Show>
          </div>
        )}
      </Show>
    </section>
  );
}

/** For a server on this device its system is known; elsewhere Linux is the likeliest. */
function placeHere(baseUrl: string): AdvicePlace {
  if (zoneOf(baseUrl) !== 'device') return 'systemd';
  const { system } = readBrowserPlace();
  return system === 'macos' || system === 'windows' ? system : 'systemd';
}
