import { createEffect, For } from 'solid-js';
import { words } from '../../i18n/i18n.ts';
import styles from './ModelsScreen.module.css';

/** In their order; the first is the screen itself. */
const modelsParts = ['installed', 'running', 'find', 'create', 'launch'] as const;

export type ModelsNavProps = {
  /** None of them where one server is shown. */
  readonly current: (typeof modelsParts)[number] | undefined;
};

/** The parts of Models, as links. */
export function ModelsNav(props: ModelsNavProps) {
  const t = () => words().models;
  let nav: HTMLElement | undefined;
  // On a phone they do not all fit: the current one is brought into sight.
  createEffect(() => {
    const place = modelsParts.indexOf(props.current ?? 'installed');
    const link = nav?.children[place];
    if (nav && link instanceof HTMLElement) {
      nav.scrollLeft = link.offsetLeft + link.offsetWidth / 2 - nav.clientWidth / 2;
    }
  });
  return (
    <nav
      ref={(element) => {
        nav = element;
      }}
      class={styles['nav']}
      aria-label={t().nav}
    >
      <For each={modelsParts}>
        {(part) => (
          <a
            href={part === 'installed' ? '#/models' : `#/models/${part}`}
            aria-current={part === props.current ? 'page' : undefined}
          >
            {t().parts[part]}
          </a>
        )}
      </For>
    </nav>
  );
}
