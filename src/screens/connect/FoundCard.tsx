import { createSignal, createUniqueId, Show } from 'solid-js';
import type { ConnectionView } from '../../domain/connection.ts';
import { modelTitle } from '../../domain/model-title.ts';
import { words } from '../../i18n/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { Select } from '../../ui/Select.tsx';
import { StatusDot } from '../../ui/StatusDot.tsx';
import styles from './FoundCard.module.css';
import { KeyField } from './KeyField.tsx';
import { KeyForm } from './KeyForm.tsx';
import { type FoundServer, hostOf } from './look-for.ts';
import { customKinds } from './preset-list.ts';

export type FoundCardProps = {
  readonly server: FoundServer;
  /** The connection that leads there already. */
  readonly keptAs: ConnectionView | undefined;
  /** Name and password for a proxy go along, so that a key may not be needed. */
  readonly hasCredentials: boolean;
  readonly onConnect: (server: FoundServer, key: string) => Promise<void>;
  readonly onOpen: (id: string, name: string) => void;
};

const namedModels = 4;

/** A server that answered: what it is, what it holds, and the button that keeps it. */
export function FoundCard(props: FoundCardProps) {
  const id = createUniqueId();
  const [key, setKey] = createSignal('');
  const [isBusy, setBusy] = createSignal(false);
  const [kind, setKind] = createSignal(props.server.kind);
  const t = () => words().connect.found;
  const facts = () =>
    [
      hostOf(props.server.baseUrl),
      props.server.version === undefined ? '' : t().version(props.server.version),
      props.server.needsKey ? t().needsKey : t().models(props.server.models.length),
    ].filter((fact) => fact !== '');
  const names = () => {
    const all = props.server.models.map((model) => modelTitle(model.name)).toSorted();
    const rest = all.length - namedModels;
    return [...all.slice(0, namedModels), ...(rest > 0 ? [t().more(rest)] : [])].join(', ');
  };
  const isKeyMissing = () => props.server.needsKey && !props.hasCredentials && key().trim() === '';
  const connect = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    await props.onConnect({ ...props.server, kind: kind() }, key().trim());
    setBusy(false);
  };
  return (
    <section class={styles['card']} aria-labelledby={id}>
      <div class={styles['words']}>
        <h3 id={id}>
          <StatusDot tone={props.server.needsKey ? 'warn' : 'ok'} />
          {words().connect.kinds[props.server.kind]}
        </h3>
        <p class={styles['facts']}>{facts().join(' · ')}</p>
        <Show when={names() !== ''}>
          <p class={styles['models']}>{names()}</p>
        </Show>
        <Show when={props.server.models.length === 0 && !props.server.needsKey}>
          <p class={styles['models']}>{t().noModels}</p>
        </Show>
      </div>
      <Show
        when={props.keptAs}
        fallback={
          <form class={styles['form']} data-key={props.server.needsKey} onSubmit={connect}>
            <Show when={props.server.needsKey}>
              <Show when={props.hasCredentials}>
                {/* It tells nothing of itself before it is signed in to. */}
                <Field label={words().connect.edit.kind}>
                  {(slot) => (
                    <Select
                      {...slot}
                      options={customKinds.map((each) => ({
                        value: each,
                        label: words().connect.kinds[each],
                      }))}
                      value={kind()}
                      onPick={(picked) =>
                        setKind(customKinds.find((each) => each === picked) ?? kind())
                      }
                    />
                  )}
                </Field>
              </Show>
              <KeyField
                label={props.hasCredentials ? words().presets.form.keyIfAny : undefined}
                value={key()}
                onInput={setKey}
              />
            </Show>
            <Button
              type="submit"
              variant="primary"
              aria-describedby={id}
              disabled={isBusy() || isKeyMissing()}
            >
              {t().connect}
            </Button>
          </form>
        }
      >
        {(kept) => (
          <Show
            when={kept().health.status !== 'key-wanted'}
            fallback={
              <div class={styles['key']}>
                <KeyForm connection={kept()} />
              </div>
            }
          >
            <div class={styles['kept']}>
              <span>{t().connected(kept().name)}</span>
              <Button size="small" onClick={() => props.onOpen(kept().id, kept().name)}>
                {t().open}
              </Button>
            </div>
          </Show>
        )}
      </Show>
    </section>
  );
}
