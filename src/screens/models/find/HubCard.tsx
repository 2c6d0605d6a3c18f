import { createEffect, Show } from 'solid-js';
import { type HubModel, ownerOf } from '../../../domain/hub.ts';
import { words } from '../../../i18n/i18n.ts';
import { nowAt } from '../../../lib/timing.ts';
import styles from './Find.module.css';
import { useFind } from './find-context.ts';
import { factsOf } from './hub-words.ts';

export type HubCardProps = { readonly model: HubModel };

/** One result: its name leads to its files. */
export function HubCard(props: HubCardProps) {
  const find = useFind();
  const t = () => words().find.hub;
  const owner = () => ownerOf(props.model.id);
  let link: HTMLAnchorElement | undefined;
  // Not before: the router shows a new place at once, and only then the one before is left.
  createEffect(() => {
    if (find.takesFocus(props.model.id)) link?.focus();
  });
  return (
    <li class={styles['card']}>
      <a
        class={styles['name']}
        ref={(element) => {
          link = element;
        }}
        href={find.repoLink(props.model.id)}
        onClick={() => find.wantRepo(props.model.id)}
      >
        {props.model.id.slice((owner()?.length ?? -1) + 1)}
      </a>
      <Show when={owner()}>{(of) => <span class={styles['quiet']}>{t().by(of())}</span>}</Show>
      <Show when={props.model.gated !== 'no'}>
        <span class={styles['mark']}>{t().gated}</span>
      </Show>
      <small class={`${styles['facts']} ${styles['row']}`}>
        {factsOf(props.model, nowAt()).join(' · ')}
      </small>
    </li>
  );
}
