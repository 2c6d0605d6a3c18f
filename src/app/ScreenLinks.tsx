/** The rail of screens; under 720 px the same links are the bottom bar. */
import { For } from 'solid-js';
import { words } from '../i18n/i18n.ts';
import { Icon } from '../ui/Icon.tsx';
import { Logo } from '../ui/Logo.tsx';
import { type RouteRow, routeRows } from './routes.ts';
import styles from './ScreenLinks.module.css';

export type ScreenLinksProps = {
  readonly currentId: string | undefined;
  /** May keep the press from following the link. */
  readonly onPress: (row: RouteRow, event: MouseEvent) => void;
};

export function ScreenLinks(props: ScreenLinksProps) {
  return (
    <nav
      class={styles['links']}
      aria-label={words().app.frame.screens}
      data-region="screens"
      tabindex={-1}
    >
      <span class={styles['lamp']}>
        <Logo />
      </span>
      <For each={routeRows}>
        {(row) =>
          row.rail && (
            <a
              class={styles['link']}
              data-at={row.rail.at}
              href={`#${row.link}`}
              title={row.title()}
              aria-current={props.currentId === row.id ? 'page' : undefined}
              onClick={(event) => props.onPress(row, event)}
            >
              <Icon name={row.rail.icon} />
              <span class={styles['name']}>{row.title()}</span>
            </a>
          )
        }
      </For>
    </nav>
  );
}
