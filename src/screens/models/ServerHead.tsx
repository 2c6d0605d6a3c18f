import { createMemo } from 'solid-js';
import type { ConnectionView } from '../../domain/connection.ts';
import { formatAgo, formatBytes } from '../../i18n/format.ts';
import { words } from '../../i18n/i18n.ts';
import { nowAt } from '../../lib/timing.ts';
import { useAppState } from '../../state/create-state.ts';
import type { ModelList } from './create-model-list.ts';
import styles from './ModelList.module.css';
import { spaceOf } from './model-rows.ts';

export type ServerHeadProps = {
  readonly connection: ConnectionView;
  readonly list: ModelList;
};

/** Over the models of one server: how many, how large, and how old the list is. */
export function ServerHead(props: ServerHeadProps) {
  const state = useAppState();
  const t = () => words().models;
  const own = createMemo(() =>
    props.list.rows().filter(({ connection }) => connection.id === props.connection.id),
  );
  const age = () => {
    const list = state.connections.catalogues.find(({ id }) => id === props.connection.id);
    if (!list || list.fetchedAt === 0) return '';
    if (list.refreshing) return t().refreshing;
    const ago = formatAgo(list.fetchedAt, nowAt());
    return list.stale || list.fault ? t().listedOld(ago) : t().listed(ago);
  };
  return (
    <div class={styles['group']}>
      <h2>{props.connection.name}</h2>
      <small>
        {[t().group(own().length, formatBytes(spaceOf(own()))), age()].filter(Boolean).join(' · ')}
      </small>
    </div>
  );
}
