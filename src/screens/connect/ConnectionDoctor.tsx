/** One kept connection, step by step: checked by the page (where the browser may ask) and by the engine (with its key). */
import { createEffect, createSignal, on, Show } from 'solid-js';
import type { ConnectionView } from '../../domain/connection.ts';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { Button } from '../../ui/Button.tsx';
import { createAttempts } from './attempts.ts';
import styles from './ConnectionDoctor.module.css';
import { modelsOf } from './connect-server.ts';
import { doctorOutcome } from './doctor-outcome.ts';
import { KeyForm } from './KeyForm.tsx';
import { Ladder } from './Ladder.tsx';
import { hostOf, type PagePlace } from './look-for.ts';
import { NextSteps } from './NextSteps.tsx';
import { readPermission } from './permission.ts';

export type ConnectionDoctorProps = {
  readonly id: string;
  readonly page: PagePlace;
  readonly onSay: (text: string) => void;
  readonly onClose: () => void;
};

export function ConnectionDoctor(props: ConnectionDoctorProps) {
  const state = useAppState();
  const connection = () => state.connections.byId(props.id);
  return (
    <Show
      when={connection()}
      fallback={
        <Show when={state.connections.known}>
          <p>{words().connect.doctor.unknown}</p>
          <Button icon="chevron-left" onClick={() => props.onClose()}>
            {words().connect.doctor.close}
          </Button>
        </Show>
      }
    >
      {(kept) => <Examination {...props} connection={kept()} />}
    </Show>
  );
}

function Examination(props: ConnectionDoctorProps & { readonly connection: ConnectionView }) {
  const state = useAppState();
  const t = () => words().connect;
  const { probe } = state.connections;
  const attempts = createAttempts({ page: props.page, probe, readPermission });
  const [isChecking, setChecking] = createSignal(false);
  const attempt = () => attempts.list()[0];
  const outcome = () =>
    doctorOutcome(props.connection, modelsOf(state, props.id), attempt()?.outcome);
  // A connection that is off is not asked by the engine; only a check by hand tells something then.
  const isAsked = () => props.connection.enabled || attempt() !== undefined;
  const fault = () => {
    const now = outcome();
    return now.state === 'failed' ? now.fault : undefined;
  };
  createEffect(
    on(
      () => props.id,
      (id) => {
        attempts.clear();
        if (props.connection.health.status === 'unknown') void state.connections.check(id);
      },
    ),
  );
  const check = async () => {
    setChecking(true);
    const { id, name, baseUrl } = props.connection;
    await attempts.look([baseUrl]);
    await state.connections.check(id);
    const health = words().app.health[props.connection.health.status];
    props.onSay(t().status.checked(name, health));
    setChecking(false);
  };
  return (
    <section class={styles['card']} aria-labelledby="connect-doctor">
      <header class={styles['head']}>
        <h2 id="connect-doctor">{t().doctor.title(props.connection.name)}</h2>
        <Button variant="primary" disabled={isChecking()} onClick={() => void check()}>
          {t().address.again}
        </Button>
      </header>
      <Show when={isAsked()} fallback={<p>{t().doctor.off}</p>}>
        <Ladder
          label={t().ladder.label(hostOf(props.connection.baseUrl))}
          facts={{
            page: props.page,
            baseUrl: props.connection.baseUrl,
            permission: attempt()?.permission ?? 'unknown',
            outcome: outcome(),
          }}
        />
      </Show>
      <Show when={fault()}>
        {(told) => (
          <NextSteps
            page={props.page}
            baseUrl={props.connection.baseUrl}
            kind={props.connection.kind}
            fault={told()}
          />
        )}
      </Show>
      <Show when={fault()?.kind === 'key-wanted' || props.connection.needsKey}>
        <KeyForm connection={props.connection} />
      </Show>
      <div class={styles['foot']}>
        <Button variant="quiet" icon="chevron-left" onClick={() => props.onClose()}>
          {t().doctor.close}
        </Button>
      </div>
    </section>
  );
}
