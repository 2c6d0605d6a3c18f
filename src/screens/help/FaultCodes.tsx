import { createEffect, createMemo, createSignal, For, on, Show } from 'solid-js';
import { words } from '../../i18n/i18n.ts';
import { TextInput } from '../../ui/TextInput.tsx';
import styles from './FaultCodes.module.css';
import { findCodes } from './find-codes.ts';

export type FaultCodesProps = {
  /** A code to show, from the address. */
  readonly wanted: string;
};

/** The codes shown under faults, each with its cause and what to do. */
export function FaultCodes(props: FaultCodesProps) {
  const t = () => words().help.codes;
  const [query, setQuery] = createSignal('');
  const found = createMemo(() => findCodes(t().rows, query()));
  const elements = new Map<string, HTMLElement>();
  createEffect(
    on(
      () => props.wanted,
      (code) => elements.get(code)?.scrollIntoView({ block: 'center' }),
    ),
  );
  return (
    <>
      <div class={styles['search']}>
        <TextInput
          type="search"
          aria-label={t().search}
          placeholder={t().search}
          spellcheck={false}
          value={query()}
          onInput={setQuery}
        />
      </div>
      <p role="status" class={found().length > 0 ? 'sr-only' : undefined}>
        {found().length > 0 ? t().found(found().length) : t().none}
      </p>
      <Show when={found().length > 0}>
        <dl class={styles['codes']}>
          <For each={found()}>
            {(row) => (
              <div
                id={row.code}
                ref={(element) => {
                  elements.set(row.code, element);
                }}
                data-wanted={row.code === props.wanted ? '' : undefined}
              >
                <dt>
                  <code>{row.code}</code>
                </dt>
                <dd>
                  <p>{row.cause}</p>
                  <p>{row.next}</p>
                </dd>
              </div>
            )}
          </For>
        </dl>
      </Show>
    </>
  );
}
