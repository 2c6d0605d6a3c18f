/**
 * First run and doctor: finds servers, explains what stands in the way, and keeps the list of connections.
 * The first contact with a server is made here, by the page and on a click, since only then may a browser ask.
 */
import { useNavigate, useSearchParams } from '@solidjs/router';
import { createEffect, createSignal, on, onCleanup, Show } from 'solid-js';
import type { Address } from '../../domain/address.ts';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { AddressCard } from './AddressCard.tsx';
import type { Credentials } from './AddressField.tsx';
import { createAttempts } from './attempts.ts';
import { ConnectionDoctor } from './ConnectionDoctor.tsx';
import { ConnectionList } from './ConnectionList.tsx';
import styles from './ConnectScreen.module.css';
import {
  type ConnectEnd,
  connectServer,
  modelsOf,
  startGuide,
  startWith,
} from './connect-server.ts';
import { LookCard } from './LookCard.tsx';
import { addressesToTry, type FoundServer, nearbyAddresses } from './look-for.ts';
import { PresetsCard } from './PresetsCard.tsx';
import { readPagePlace } from './page-place.ts';
import { readPermission } from './permission.ts';
import { Results } from './Results.tsx';
import { resultWords } from './result-words.ts';
import { readResults } from './results.ts';
import { WithoutServerCard } from './WithoutServerCard.tsx';

export function ConnectScreen() {
  const state = useAppState();
  const navigate = useNavigate();
  const [query, setQuery] = useSearchParams<{ c?: string; add?: string }>();
  const page = readPagePlace();
  const { probe } = state.connections;
  const attempts = createAttempts({ page, probe, readPermission });
  const [source, setSource] = createSignal<'nearby' | 'typed'>('nearby');
  const [said, setSaid] = createSignal('');
  const [credentials, setCredentials] = createSignal<Credentials>();
  let shown: HTMLElement | undefined;
  const leaving = new AbortController();
  onCleanup(() => leaving.abort());

  const look = async (from: 'nearby' | 'typed', addresses: readonly string[]) => {
    setSource(from);
    setSaid(words().connect.status.looking(addresses.length));
    await attempts.look(addresses);
    if (attempts.isBusy()) return;
    setSaid(resultWords(readResults(attempts.list())));
    // On a small screen the field alone fills it.
    shown?.scrollIntoView({ block: 'nearest' });
  };
  const stop = () => {
    attempts.stop();
    setSaid(words().connect.status.stopped);
  };
  const end = (came: ConnectEnd) => {
    if (came.end === 'failed') setSaid('');
    else setSaid(wordsOfEnd(came));
    if (came.end === 'ready') navigate('/s/new');
  };
  const connect = async (server: FoundServer, key: string) => {
    setSaid(words().connect.status.connecting);
    const proxy = source() === 'typed' ? credentials() : undefined;
    const secrets = {
      ...(key === '' ? {} : { key }),
      ...(proxy ? { basic: `${proxy.name}:${proxy.password}` } : {}),
    };
    end(await connectServer(state, server, secrets, leaving.signal));
  };
  const open = (id: string, name: string, server: FoundServer) =>
    end(startWith(state, { id, name, models: modelsOf(state, id, server.models) }));
  const [isStarting, setStarting] = createSignal(false);
  const guide = async () => {
    setStarting(true);
    end(await startGuide(state));
    setStarting(false);
  };
  const hasServer = () => state.connections.list.some((each) => each.kind !== 'browser');
  const hasFoundNone = () => {
    const found = attempts.list();
    return found.length > 0 && !attempts.isBusy() && readResults(found).servers.length === 0;
  };
  const doctored = () => query.c;
  // What was said of one connection is not true of the next.
  createEffect(on(doctored, () => setSaid(''), { defer: true }));
  const named = (preset: string | undefined) => (
    <PresetsCard
      wanted={preset}
      onSay={setSaid}
      onReady={(_, name) => end({ end: 'ready', name })}
      onDoctor={(id) => setQuery({ c: id, add: undefined })}
    />
  );
  const results = (from: 'nearby' | 'typed') => (
    <Show when={source() === from && attempts.list().length > 0}>
      <Results
        ref={(element) => {
          shown = element;
        }}
        page={page}
        attempts={attempts.list()}
        isTyped={from === 'typed'}
        hasCredentials={from === 'typed' && credentials() !== undefined}
        onConnect={connect}
        onOpen={open}
        onTry={(baseUrl) => void look(from, [baseUrl])}
      />
    </Show>
  );
  return (
    <div class={styles['page']}>
      <div class={styles['column']}>
        <header>
          <h1>{words().connect.title}</h1>
          <p class={styles['lead']}>{words().connect.lead}</p>
          <p class={styles['said']} role="status">
            {said()}
          </p>
        </header>
        <Show
          when={doctored()}
          fallback={
            <>
              <LookCard
                page={page}
                isBusy={attempts.isBusy() && source() === 'nearby'}
                hasLooked={source() === 'nearby' && attempts.list().length > 0}
                isFirst={state.connections.list.length === 0}
                onLook={() => void look('nearby', nearbyAddresses(page))}
                onStop={stop}
              />
              {results('nearby')}
              <Show when={!hasServer()}>
                <WithoutServerCard
                  isNext={hasFoundNone()}
                  isBusy={isStarting()}
                  onGuide={() => void guide()}
                  onSmall={() => navigate('/models?add=browser')}
                />
              </Show>
              <AddressCard
                page={page}
                isBusy={attempts.isBusy() && source() === 'typed'}
                hasChecked={source() === 'typed' && attempts.list().length > 0}
                onCheck={(address: Address, typed) => {
                  setCredentials(typed);
                  void look('typed', addressesToTry(address));
                }}
                onStop={stop}
              />
              {results('typed')}
              <Show when={query.add} keyed fallback={named(undefined)}>
                {(preset) => named(preset)}
              </Show>
            </>
          }
        >
          {(id) => (
            <ConnectionDoctor
              id={id()}
              page={page}
              onSay={setSaid}
              onClose={() => setQuery({ c: undefined })}
            />
          )}
        </Show>
        <ConnectionList
          current={doctored()}
          onDoctor={(id) => setQuery({ c: id })}
          onSay={setSaid}
        />
      </div>
    </div>
  );
}

function wordsOfEnd(came: Exclude<ConnectEnd, { end: 'failed' }>): string {
  const { status } = words().connect;
  const say = {
    ready: status.connected,
    empty: status.connectedEmpty,
    'key-refused': status.keyRefused,
    'not-up': status.notUp,
  };
  return say[came.end](came.name);
}
