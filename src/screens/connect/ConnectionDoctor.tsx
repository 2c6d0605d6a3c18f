/** One kept connection, step by step: examined by the page (where the browser may ask) and by the engine (with its key). */
import { useSearchParams } from '@solidjs/router';
import { createEffect, createMemo, on, Show } from 'solid-js';
import type { ConnectionView } from '../../domain/connection.ts';
import { isPageKind } from '../../domain/page-kinds.ts';
import { faultText } from '../../i18n/fault-text.ts';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { Button } from '../../ui/Button.tsx';
import styles from './ConnectionDoctor.module.css';
import { ConnectionDoctorLadder } from './ConnectionDoctorLadder.tsx';
import { DoctorReport } from './DoctorReport.tsx';
import { mayHideKey, presetOf } from './doctor-advice.ts';
import { createRecheck, mayRecheck } from './doctor-recheck.ts';
import { createWalk, isHeld, isWell, stoppedAt } from './doctor-walk.ts';
import { KeyForm } from './KeyForm.tsx';
import type { PagePlace } from './look-for.ts';
import { NextSteps } from './NextSteps.tsx';
import { OriginsHelp } from './OriginsHelp.tsx';

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
          <p>{words().doctor.unknown}</p>
          <Button icon="chevron-left" onClick={() => props.onClose()}>
            {words().doctor.close}
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
  const [query] = useSearchParams<{ m?: string }>();
  const t = () => words().doctor;
  const preset = () => presetOf(props.connection.preset, props.connection.baseUrl);
  const doctor = createWalk({
    survey: state.engine.survey,
    examine: (id, rung, model) =>
      state.engine.call('connections.examine', { id, rung, ...(model ? { model } : {}) }),
    target: () => ({
      id: props.connection.id,
      baseUrl: props.connection.baseUrl,
      kind: props.connection.kind,
      mayHideKey: mayHideKey(props.connection, preset()),
      isEnabled: props.connection.enabled,
      model: query.m,
    }),
    isTokenFree: ({ facts }) =>
      props.connection.liesIn !== 'outside' &&
      (facts?.['loaded'] === 'yes' || isPageKind(props.connection.kind)),
  });
  // The same fault again must not close what was opened for it.
  const stopped = createMemo(() => stoppedAt(doctor.findings()), undefined, {
    equals: (a, b) => a?.rung === b?.rung && JSON.stringify(a?.fault) === JSON.stringify(b?.fault),
  });
  const isWatching = () => !doctor.busy() && mayRecheck(doctor.findings(), props.connection.liesIn);
  createRecheck({
    isWanted: () => mayRecheck(doctor.findings(), props.connection.liesIn),
    recheck: () => doctor.walk({ mayPrompt: false, isQuiet: true }),
  });
  // What the connection is made of; and a key that was entered or unlocked.
  createEffect(
    on(
      () => signatureOf(props.connection),
      () => void doctor.walk({ mayPrompt: false, isQuiet: false }),
    ),
  );
  createEffect(
    on(
      () => props.connection.health.status,
      (status) => {
        const isSettled = status !== 'checking' && status !== 'unknown';
        if (isSettled && stopped()?.rung === 'key') {
          void doctor.walk({ mayPrompt: false, isQuiet: true });
        }
      },
      { defer: true },
    ),
  );
  createEffect(
    on(
      () => !doctor.isWalking() && isWell(doctor.findings()),
      (well) => {
        if (well) props.onSay(t().well(props.connection.name));
      },
      { defer: true },
    ),
  );
  const check = async () => {
    await doctor.walk({ mayPrompt: true, isQuiet: false });
    const end = stopped();
    if (end) props.onSay(t().stops(faultText(end.fault).title));
    // Not with a key that was just refused: servers count that.
    if (end?.rung !== 'key') await state.connections.check(props.connection.id);
  };
  const moveTo = (baseUrl: string) =>
    void state.connections.change({ id: props.connection.id, baseUrl });
  const held = () => isHeld(doctor.findings().permission);
  const asksKey = () => {
    const kind = stopped()?.fault.kind;
    return kind === 'key-wanted' || kind === 'key-or-network' || props.connection.needsKey;
  };
  return (
    <section class={styles['card']} aria-labelledby="connect-doctor">
      <header class={styles['head']}>
        <h2 id="connect-doctor">{t().title(props.connection.name)}</h2>
        <Button
          variant="primary"
          disabled={doctor.busy() !== undefined}
          onClick={() => void check()}
        >
          {doctor.busy() ? t().checking : held() ? t().askButton : t().again}
        </Button>
      </header>
      <Show when={!props.connection.enabled}>
        <p>{t().off}</p>
      </Show>
      <Show when={held()}>
        <p>{t().ask}</p>
      </Show>
      <ConnectionDoctorLadder
        connection={props.connection}
        findings={doctor.findings()}
        busy={doctor.busy()}
        onFirstToken={() => void doctor.tryFirstToken()}
      />
      <Show when={isWatching()}>
        <p class={styles['watching']}>{t().watching}</p>
      </Show>
      <Show when={asksKey()}>
        <KeyForm connection={props.connection} />
      </Show>
      <Show when={stopped()}>
        {(end) => (
          <NextSteps
            page={props.page}
            baseUrl={props.connection.baseUrl}
            kind={props.connection.kind}
            presetId={props.connection.preset}
            extraHeaders={[
              ...props.connection.headers.map(({ name }) => name),
              ...props.connection.secretHeaders,
            ]}
            fault={end().fault}
            onTry={moveTo}
            onUnlock={() => void state.vault.askUnlock()}
          />
        )}
      </Show>
      <Show when={doctor.findings().models?.facts?.['reason'] === 'empty'}>
        <OriginsHelp
          page={props.page}
          baseUrl={props.connection.baseUrl}
          kind={props.connection.kind}
          presetId={props.connection.preset}
          topic="model"
        />
      </Show>
      <DoctorReport connection={props.connection} page={props.page} findings={doctor.findings()} />
      <div class={styles['foot']}>
        <Button variant="quiet" icon="chevron-left" onClick={() => props.onClose()}>
          {t().close}
        </Button>
      </div>
    </section>
  );
}

/** A change of any of these makes what was found stale. */
function signatureOf(connection: ConnectionView): string {
  const { id, baseUrl, kind, enabled, preset, keyState, headers, secretHeaders } = connection;
  return JSON.stringify([id, baseUrl, kind, enabled, preset, keyState, headers, secretHeaders]);
}
