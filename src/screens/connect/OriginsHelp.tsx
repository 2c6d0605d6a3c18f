import { createSignal, createUniqueId, For, Show } from 'solid-js';
import { zoneOf } from '../../domain/address.ts';
import type { ProviderKind } from '../../domain/connection.ts';
import { type AdviceSystem, likelyKind, originsAdvice } from '../../domain/origins-advice.ts';
import { words } from '../../i18n/i18n.ts';
import { CodeBlock } from '../../ui/CodeBlock.tsx';
import { Select } from '../../ui/Select.tsx';
import { kindChoices } from './choices.ts';
import type { PagePlace } from './look-for.ts';
import styles from './OriginsHelp.module.css';

export type OriginsHelpProps = {
  readonly page: PagePlace;
  readonly baseUrl: string;
  readonly kind: ProviderKind | undefined;
};

/**
 * The lines that make a server accept this page, per system, filled in and ready to copy. ARIA pattern: tabs.
 * A server that refuses a page cannot be asked what it is, so its kind is guessed from the port and can be changed.
 */
export function OriginsHelp(props: OriginsHelpProps) {
  const id = createUniqueId();
  const [chosenKind, setKind] = createSignal<ProviderKind>();
  const [chosenSystem, setSystem] = createSignal<AdviceSystem>();
  const kind = () => chosenKind() ?? props.kind ?? likelyKind(props.baseUrl);
  const all = () => originsAdvice(kind(), props.page.origin);
  const current = () => {
    const wanted = chosenSystem() ?? systemHere(props.baseUrl);
    return all().find((each) => each.system === wanted) ?? all()[0];
  };
  const t = () => words().connect.advice;
  const move = (event: KeyboardEvent & { currentTarget: HTMLElement }) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const at = all().findIndex((each) => each.system === current()?.system);
    const next = all().at((at + step) % all().length);
    if (!next) return;
    setSystem(next.system);
    event.currentTarget.querySelector<HTMLElement>(`[data-system="${next.system}"]`)?.focus();
  };
  return (
    <section class={styles['help']} aria-label={t().title}>
      <div class={styles['server']}>
        <label for={`${id}-kind`}>{t().server}</label>
        <Select
          id={`${id}-kind`}
          options={kindChoices.map((each) => ({
            value: each,
            label: words().connect.kinds[each],
          }))}
          value={kind()}
          onPick={(value) => setKind(kindChoices.find((each) => each === value))}
        />
      </div>
      <Show when={all().length > 1}>
        <div class={styles['tabs']} role="tablist" aria-label={t().tabs} onKeyDown={move}>
          <For each={all()}>
            {(each) => (
              <button
                type="button"
                role="tab"
                id={`${id}-${each.system}`}
                data-system={each.system}
                aria-selected={each.system === current()?.system}
                aria-controls={`${id}-panel`}
                tabindex={each.system === current()?.system ? 0 : -1}
                onClick={() => setSystem(each.system)}
              >
                {t().systems[each.system]}
              </button>
            )}
          </For>
        </div>
      </Show>
      <Show when={current()} fallback={<p>{t().fileOrigin}</p>}>
        {(advice) => (
          <div id={`${id}-panel`} role="tabpanel" aria-label={t().systems[advice().system]}>
            <CodeBlock
              label={t().where[advice().system]}
              code={advice().code}
              copyLabel={words().connect.copy}
              copiedLabel={words().connect.copied}
              failedLabel={words().connect.copyFailed}
            />
            <p class={styles['note']}>{t().notes[advice().system]}</p>
          </div>
        )}
      </Show>
    </section>
  );
}

/** For a server on this device its system is known; elsewhere Linux is the likeliest. */
function systemHere(baseUrl: string): AdviceSystem {
  if (zoneOf(baseUrl) !== 'device') return 'systemd';
  const { userAgent } = navigator;
  if (/Mac OS X|Macintosh/.test(userAgent)) return 'macos';
  return /Windows/.test(userAgent) ? 'windows' : 'systemd';
}
