/** Help: shortcuts, browsers, ways to host, and what a plain-http address holds back. Faults link to its parts. */
import { useLocation } from '@solidjs/router';
import { createEffect, For, on, Show } from 'solid-js';
import { words } from '../../i18n/i18n.ts';
import { CodeBlock } from '../../ui/CodeBlock.tsx';
import { BrowserFacts } from './BrowserFacts.tsx';
import { FaultCodes } from './FaultCodes.tsx';
import styles from './HelpScreen.module.css';
import { ShortcutTables } from './ShortcutTables.tsx';

const parts = ['shortcuts', 'browsers', 'hosting', 'plain', 'ios', 'codes'] as const;
type Part = (typeof parts)[number];

export function HelpScreen() {
  const location = useLocation();
  const t = () => words().help;
  const headings = new Map<string, HTMLElement>();
  const isPlainHttp = () => window.location.protocol === 'http:' && !window.isSecureContext;
  // The router looks for the part before this screen has been fetched.
  createEffect(
    on(
      () => location.hash.slice(1),
      (part) => headings.get(part)?.scrollIntoView(),
    ),
  );
  const heading = (part: Part) => (
    <h2
      id={part}
      ref={(element) => {
        headings.set(part, element);
      }}
    >
      {t()[part].title}
    </h2>
  );
  return (
    <div class={styles['page']}>
      <h1>{t().title}</h1>
      <p class={styles['lead']}>{t().lead}</p>
      <nav class={styles['contents']} aria-label={t().contents}>
        <For each={parts}>{(part) => <a href={`#/help#${part}`}>{t()[part].title}</a>}</For>
      </nav>

      {heading('shortcuts')}
      <ShortcutTables />

      {heading('browsers')}
      <p>{t().browsers.text}</p>
      <Rows rows={t().browsers.rows} />
      <h3>{t().browsers.here}</h3>
      <BrowserFacts />

      {heading('hosting')}
      <p>{t().hosting.text}</p>
      <ol class={styles['ways']}>
        <For each={t().hosting.rows}>
          {(row) => (
            <li>
              <b>{row[0]}</b>
              <p>{row[1]}</p>
            </li>
          )}
        </For>
      </ol>
      <CodeBlock
        label={t().hosting.codeLabel}
        code="llama-server -m model.gguf --path llantern --port 8080"
        copyLabel={t().hosting.copy}
        copiedLabel={t().hosting.copied}
        failedLabel={t().hosting.failed}
      />

      {heading('plain')}
      <Show when={isPlainHttp()}>
        <p>
          <b>{t().plain.isHere}</b>
        </p>
      </Show>
      <p>{t().plain.text}</p>
      <Bullets lines={t().plain.rows} />
      <p>{t().plain.after}</p>

      {heading('ios')}
      <Bullets lines={t().ios.rows} />

      {heading('codes')}
      <p>{t().codes.lead}</p>
      <FaultCodes wanted={location.hash.slice(1)} />
    </div>
  );
}

function Rows(props: { readonly rows: readonly (readonly string[])[] }) {
  return (
    <dl class={styles['facts']}>
      <For each={props.rows}>
        {(row) => (
          <div>
            <dt>{row[0]}</dt>
            <dd>{row[1]}</dd>
          </div>
        )}
      </For>
    </dl>
  );
}

function Bullets(props: { readonly lines: readonly string[] }) {
  return (
    <ul class={styles['bullets']}>
      <For each={props.lines}>{(line) => <li>{line}</li>}</For>
    </ul>
  );
}
