import { Show } from 'solid-js';
import type { ConnectionView } from '../../domain/connection.ts';
import { faultText } from '../../i18n/fault-text.ts';
import { words } from '../../i18n/i18n.ts';
import { Menu, type MenuEntry } from '../../ui/Menu.tsx';
import { StatusDot } from '../../ui/StatusDot.tsx';
import { Switch } from '../../ui/Switch.tsx';
import styles from './ConnectionRow.module.css';
import { healthTone } from './health-tone.ts';
import { hostOf } from './look-for.ts';

export type RowVerb = 'check' | 'doctor' | 'edit' | 'up' | 'down' | 'remove';

export type ConnectionRowProps = {
  readonly connection: ConnectionView;
  readonly isCurrent: boolean;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly onSwitch: (enabled: boolean) => void;
  readonly onVerb: (verb: RowVerb) => void;
};

export function ConnectionRow(props: ConnectionRowProps) {
  const t = () => words().connect.list;
  const facts = () => {
    const { kind, baseUrl, health } = props.connection;
    const version = health.version;
    return [
      words().connect.kinds[kind],
      hostOf(baseUrl),
      version === undefined ? '' : words().connect.found.version(version),
    ]
      .filter((fact) => fact !== '')
      .join(' · ');
  };
  const health = () => {
    const { enabled, needsKey, hasKey, health: seen } = props.connection;
    if (!enabled) return t().off;
    const isMissing = needsKey && seen.status !== 'key-wanted';
    const key = hasKey ? t().hasKey : isMissing ? t().wantsKey : '';
    return [words().app.health[seen.status], key].filter((word) => word !== '').join(', ');
  };
  const trouble = () => {
    const { enabled, health: seen } = props.connection;
    return enabled && seen.status === 'down' && seen.fault
      ? faultText(seen.fault).title
      : undefined;
  };
  const entries = (): readonly (MenuEntry & { id: RowVerb })[] => [
    { id: 'check', label: t().check, icon: 'refresh' },
    { id: 'doctor', label: t().doctor, icon: 'search' },
    { id: 'edit', label: t().edit, icon: 'pencil' },
    { id: 'up', label: t().up, icon: 'chevron-up', disabled: props.isFirst, startsGroup: true },
    { id: 'down', label: t().down, icon: 'chevron-down', disabled: props.isLast },
    { id: 'remove', label: t().remove, icon: 'trash', danger: true, startsGroup: true },
  ];
  const pick = (id: string) => {
    const entry = entries().find((each) => each.id === id);
    if (entry) props.onVerb(entry.id);
  };
  return (
    <li class={styles['row']} data-current={props.isCurrent ? '' : undefined}>
      <span class={styles['dot']}>
        <StatusDot tone={healthTone(props.connection)} />
      </span>
      <div class={styles['words']}>
        <a
          class={styles['name']}
          href={`#/connect?c=${encodeURIComponent(props.connection.id)}`}
          aria-current={props.isCurrent ? 'true' : undefined}
        >
          {props.connection.name}
        </a>
        <small>{facts()}</small>
        <small class={styles['health']} data-tone={healthTone(props.connection)}>
          {health()}
        </small>
        <Show when={trouble()}>{(title) => <small>{title()}</small>}</Show>
      </div>
      <span class={styles['switch']}>
        <Switch
          label={t().on(props.connection.name)}
          checked={props.connection.enabled}
          onChange={props.onSwitch}
        />
      </span>
      <Menu label={t().actions(props.connection.name)} entries={entries()} onPick={pick} />
    </li>
  );
}
