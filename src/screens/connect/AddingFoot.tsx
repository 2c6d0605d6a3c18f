import { type JSX, Match, Show, Switch } from 'solid-js';
import { faultText } from '../../i18n/fault-text.ts';
import { words } from '../../i18n/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import type { Adding } from './create-adding.ts';
import styles from './ServerForm.module.css';

export type AddingFootProps = {
  readonly adding: Adding;
  readonly onDoctor: (id: string) => void;
  /** More buttons, after the one that connects. */
  readonly children?: JSX.Element;
};

/** The button that connects, and in place what came of it. */
export function AddingFoot(props: AddingFootProps) {
  const t = () => words().presets.form;
  const trouble = () => props.adding.trouble();
  const text = () => {
    const fault = trouble()?.fault;
    return fault && faultText(fault);
  };
  return (
    <>
      <div class={styles['trouble']} role="alert">
        <Show when={trouble()}>
          {(told) => (
            <>
              <p>
                <b>{t().trouble[told().kind]}</b>
              </p>
              <Show when={text()}>{(said) => <p>{[said().title, said().next].join('. ')}</p>}</Show>
              <Show when={props.adding.id()}>
                <p>{t().isKept}</p>
              </Show>
            </>
          )}
        </Show>
      </div>
      <div class={styles['actions']}>
        <Button type="submit" variant="primary" disabled={props.adding.isBusy()}>
          <Switch fallback={t().connect}>
            <Match when={props.adding.isBusy()}>
              <Spinner />
              {t().connecting}
            </Match>
            <Match when={props.adding.id()}>{t().again}</Match>
          </Switch>
        </Button>
        <Show when={!props.adding.isBusy() && props.adding.id()}>
          {(id) => (
            <Button icon="search" onClick={() => props.onDoctor(id())}>
              {words().connect.list.doctor}
            </Button>
          )}
        </Show>
        {props.children}
      </div>
    </>
  );
}
