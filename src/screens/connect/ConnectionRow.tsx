import { Show } from 'solid-js';
import type { ConnectionView } from '../../domain/connection.ts';
import type { CatalogueView } from '../../domain/model.ts';
import { modelTitle } from '../../domain/model-title.ts';
import type { KeyView } from '../../domain/vault.ts';
import { faultText } from '../../i18n/fault-text.ts';
import { words } from '../../i18n/i18n.ts';
import { nowAt } from '../../lib/timing.ts';
import { useAppState } from '../../state/create-state.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Menu, type MenuEntry } from '../../ui/Menu.tsx';
import { MoveHandle } from '../../ui/MoveHandle.tsx';
import { StatusDot } from '../../ui/StatusDot.tsx';
import { Switch } from '../../ui/Switch.tsx';
import styles from './ConnectionRow.module.css';
import { healthTone } from './health-tone.ts';
import { catalogueWords, isDefault, keyNote, placeWords } from './row-facts.ts';

export type RowVerb =
  | 'check'
  | 'doctor'
  | 'refresh'
  | 'default'
  | 'edit'
  | 'up'
  | 'down'
  | 'remove';

export type ConnectionRowProps = {
  readonly connection: ConnectionView;
  readonly catalogue: CatalogueView | undefined;
  readonly keys: readonly KeyView[];
  readonly isCurrent: boolean;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly onSwitch: (enabled: boolean) => void;
  readonly onMove: (steps: number) => void;
  readonly onVerb: (verb: RowVerb) => void;
};

export function ConnectionRow(props: ConnectionRowProps) {
  const { settings } = useAppState();
  const t = () => words().connect.list;
  const health = () => {
    const { enabled, health: seen } = props.connection;
    if (!enabled) return t().off;
    const isRefused = seen.status === 'key-wanted' && props.connection.hasKey;
    return isRefused ? t().keys.refused : words().app.health[seen.status];
  };
  const key = () => {
    const { enabled, hasKey, health: seen } = props.connection;
    if (!enabled) return undefined;
    const note = keyNote(props.connection, props.keys, settings.value.keyAgeDays, nowAt());
    // What stands before it says the same already.
    const isSaid = seen.status === 'locked' ? !note?.isWarning : seen.status === 'key-wanted';
    return isSaid && (seen.status === 'locked' || !hasKey) ? undefined : note;
  };
  const isStale = () => props.catalogue?.stale && props.catalogue.fetchedAt > 0;
  const models = () => catalogueWords(props.catalogue, nowAt());
  const trouble = () => {
    const { enabled, health: seen } = props.connection;
    return enabled && seen.status === 'down' && seen.fault
      ? faultText(seen.fault).title
      : undefined;
  };
  const startsSessions = () => isDefault(settings.value.defaultModel, props.connection.id);
  const entries = (): readonly (MenuEntry & { id: RowVerb })[] => {
    const { isDeployed } = props.connection;
    const own: readonly (MenuEntry & { id: RowVerb })[] = [
      { id: 'up', label: t().up, icon: 'chevron-up', disabled: props.isFirst, startsGroup: true },
      { id: 'down', label: t().down, icon: 'chevron-down', disabled: props.isLast },
      { id: 'remove', label: t().remove, icon: 'trash', danger: true, startsGroup: true },
    ];
    return [
      { id: 'check', label: t().check, icon: 'refresh' },
      { id: 'doctor', label: t().doctor, icon: 'search' },
      { id: 'refresh', label: t().refresh, icon: 'download' },
      { id: 'default', label: t().default, icon: 'plus', startsGroup: true },
      { id: 'edit', label: t().edit, icon: 'pencil' },
      ...(isDeployed ? [] : own),
    ];
  };
  const pick = (id: string) => {
    const entry = entries().find((each) => each.id === id);
    if (entry) props.onVerb(entry.id);
  };
  return (
    <li
      class={styles['row']}
      data-current={props.isCurrent ? '' : undefined}
      data-off={props.connection.enabled ? undefined : ''}
    >
      <span class={styles['dot']}>
        <StatusDot tone={healthTone(props.connection)} />
      </span>
      <div class={styles['words']}>
        <span class={styles['title']}>
          <a
            class={styles['name']}
            href={`#/connect?c=${encodeURIComponent(props.connection.id)}`}
            aria-current={props.isCurrent ? 'true' : undefined}
          >
            {props.connection.name}
          </a>
          <Show when={startsSessions()}>
            <span class={styles['badge']}>
              {t().isDefault(modelTitle(settings.value.defaultModel?.name ?? ''))}
            </span>
          </Show>
          <Show when={props.connection.isDeployed}>
            <span class={styles['badge']}>{t().deployed}</span>
          </Show>
        </span>
        <small>{placeWords(props.connection)}</small>
        <span class={styles['facts']}>
          <small class={styles['health']} data-tone={healthTone(props.connection)}>
            {health()}
          </small>
          <Show when={key()}>
            {(note) => (
              <small class={styles['key']} data-warning={note().isWarning ? '' : undefined}>
                <Icon name="lock" size="small" />
                {note().text}
              </small>
            )}
          </Show>
          <Show when={props.connection.enabled && models()}>
            {(text) => <small data-stale={isStale() ? '' : undefined}>{text()}</small>}
          </Show>
        </span>
        <Show when={!props.isCurrent && trouble()}>{(title) => <small>{title()}</small>}</Show>
        <Show when={props.connection.isDeployed && props.isCurrent}>
          <small>{t().deployedHint}</small>
        </Show>
      </div>
      <span class={styles['switch']}>
        <Switch
          label={t().on(props.connection.name)}
          checked={props.connection.enabled}
          onChange={props.onSwitch}
        />
      </span>
      <span class={styles['move']}>
        <Show when={!props.connection.isDeployed && !(props.isFirst && props.isLast)}>
          <MoveHandle label={t().move(props.connection.name)} onMove={props.onMove} />
        </Show>
      </span>
      <Menu label={t().actions(props.connection.name)} entries={entries()} onPick={pick} />
    </li>
  );
}
