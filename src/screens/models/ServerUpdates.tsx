import { createSignal, For, Show } from 'solid-js';
import type { ConnectionView } from '../../domain/connection.ts';
import { isUpdateDue, type Updatable, type UpdatePlan } from '../../domain/model-updates.ts';
import { formatAgo } from '../../i18n/format.ts';
import { words } from '../../i18n/i18n.ts';
import { nowAt } from '../../lib/timing.ts';
import { useAppState } from '../../state/create-state.ts';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { Select } from '../../ui/Select.tsx';
import { Switch } from '../../ui/Switch.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import { createUpdateRound } from './create-update-round.ts';
import type { ModelRow } from './model-rows.ts';
import { useModels } from './models-context.ts';
import styles from './UpdatesDialog.module.css';

export type ServerUpdatesProps = {
  readonly connection: ConnectionView;
  readonly rows: readonly ModelRow[];
};

const hows = ['never', 'tell', 'pull'] as const;
const hours = Array.from({ length: 24 }, (_, hour) => hour);
const weekDays = 7;
const dayMs = 86_400_000;

/** One server: all its models now, and how it is kept fresh. */
export function ServerUpdates(props: ServerUpdatesProps) {
  const state = useAppState();
  const models = useModels();
  const t = () => words().models.updates;
  const plan = () => props.connection.modelUpdates;
  const [typedDays, setTypedDays] = createSignal<string>();
  const daysText = () => typedDays() ?? String(plan()?.everyDays ?? weekDays);
  const isWrong = () => readDays(daysText()) === undefined;
  const change = (next: UpdatePlan | undefined) =>
    state.connections.change({
      id: props.connection.id,
      options: { modelUpdates: next === undefined ? undefined : { ...next } },
    });
  const alter = (part: Partial<UpdatePlan>) => {
    const now = plan();
    if (now) void change({ ...now, ...part });
  };
  const setHow = (picked: string) => {
    const how = hows.find((each) => each === picked);
    if (how === undefined || how === 'never') return void change(undefined);
    const fresh = { everyDays: weekDays, fromHour: 0, toHour: 0, lastAt: nowAt() };
    return void change({ ...fresh, ...plan(), how });
  };
  const keepDays = () => {
    const everyDays = readDays(daysText());
    if (everyDays === undefined) return;
    setTypedDays(undefined);
    alter({ everyDays });
  };
  const round = createUpdateRound({
    id: () => props.connection.id,
    jobs: models.jobs,
    plan,
    alter,
    close: models.close,
  });
  void round.ask();
  const whyWords = ({ why, parent }: Updatable['apart'][number]) =>
    why === 'parent' ? t().why.parent(parent ?? '') : t().why[why];
  const said = () => {
    const now = plan();
    const count = props.rows.length;
    if (!now) return t().models(count);
    if (isUpdateDue(now, nowAt())) return t().due(count);
    const leftMs = now.lastAt + now.everyDays * dayMs - nowAt();
    // In whole days, counted up: a plan of 7 days is not told as 6 a moment later.
    return t().next(count, formatAgo(Math.ceil(leftMs / dayMs) * dayMs, 0));
  };
  const hourChoices = () =>
    hours.map((hour) => ({ value: String(hour), label: `${String(hour).padStart(2, '0')}:00` }));
  const hourField = (label: string, name: 'fromHour' | 'toHour') => (
    <Field label={label}>
      {(slot) => (
        <Select
          {...slot}
          options={hourChoices()}
          value={String(plan()?.[name] ?? 0)}
          onPick={(picked) => alter({ [name]: Number(picked) })}
        />
      )}
    </Field>
  );
  return (
    <section class={styles['server']} aria-label={props.connection.name}>
      <div class={styles['line']}>
        <span>
          <b>{props.connection.name}</b> <small>{said()}</small>
        </span>
        <Button
          size="small"
          icon="download"
          disabled={round.wanted().length === 0 || round.isAdding()}
          onClick={() => void round.update()}
        >
          {t().now(props.connection.name)}
        </Button>
      </div>
      <p class={styles['hint']} role="status">
        <Show when={round.state() === 'asking'}>{t().asking}</Show>
        <Show when={round.took()}>
          {(took) => (
            <>
              {t().taken(took().taken, took().left)}{' '}
              {plan()?.how === 'pull' ? t().restByItself : t().restByHand}
            </>
          )}
        </Show>
      </p>
      <Show when={round.apart().length > 0 && !round.took()}>
        <small class={styles['hint']}>{t().apart}</small>
        <ul class={styles['apart']} aria-label={t().apart}>
          <For each={round.apart()}>
            {(each) => (
              <li>
                <Switch
                  label={each.name}
                  hint={whyWords(each)}
                  disabled={each.why === 'cloud'}
                  checked={round.isTicked(each.name)}
                  onChange={(isOn) => round.tick(each.name, isOn)}
                />
              </li>
            )}
          </For>
        </ul>
      </Show>
      <div class={styles['fields']}>
        <Field label={t().how}>
          {(slot) => (
            <Select
              {...slot}
              disabled={props.connection.isDeployed}
              options={hows.map((value) => ({ value, label: t().hows[value] }))}
              value={plan()?.how ?? 'never'}
              onPick={setHow}
            />
          )}
        </Field>
        <Show when={plan()}>
          <Field label={t().days} error={isWrong() ? t().daysWrong : undefined}>
            {(slot) => (
              <TextInput
                {...slot}
                inputmode="numeric"
                value={daysText()}
                onInput={setTypedDays}
                onCommit={keepDays}
              />
            )}
          </Field>
        </Show>
        <Show when={plan()?.how === 'pull'}>
          {hourField(t().from, 'fromHour')}
          {hourField(t().to, 'toHour')}
        </Show>
      </div>
      <Show when={plan()?.how === 'pull'}>
        <small class={styles['hint']}>{t().hoursHint}</small>
      </Show>
    </section>
  );
}

function readDays(text: string): number | undefined {
  const days = Number(text.trim());
  return Number.isInteger(days) && days >= 1 && days <= 365 ? days : undefined;
}
