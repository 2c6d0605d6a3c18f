import { createSignal, Show } from 'solid-js';
import type { RouterModel } from '../../../domain/server-panel.ts';
import { formatBytes, formatNumber } from '../../../i18n/format.ts';
import { words } from '../../../i18n/i18n.ts';
import { useAppState } from '../../../state/create-state.ts';
import { Button } from '../../../ui/Button.tsx';
import { Progress } from '../../../ui/Progress.tsx';
import { StatusDot, type StatusTone } from '../../../ui/StatusDot.tsx';
import { usePanel } from './panel-context.ts';
import { modelState } from './panel-words.ts';
import styles from './RouterModelRow.module.css';

export type RouterModelRowProps = { readonly model: RouterModel };

const tones: Readonly<Record<RouterModel['state'], StatusTone>> = {
  unloaded: 'off',
  loading: 'busy',
  loaded: 'ok',
  sleeping: 'off',
  failed: 'error',
  downloading: 'busy',
};

/** One model of a router. An order to let it go may take seconds, in which the server says nothing. */
export function RouterModelRow(props: RouterModelRowProps) {
  const state = useAppState();
  const panel = usePanel();
  const [orderedAfter, setOrderedAfter] = createSignal<number>();
  const t = () => words().panel.router;
  const lastEvent = () =>
    panel.view()?.router?.events.find(({ model }) => model === props.model.id)?.id ?? 0;
  /** The order went out, and nothing has been heard of the model since. */
  const isOrdered = () => orderedAfter() === lastEvent();
  const runs = () => props.model.state === 'loaded' || props.model.state === 'sleeping';
  const comes = () => props.model.state === 'loading' || props.model.state === 'downloading';
  const isShown = () => panel.view()?.model === props.model.id;
  const facts = () => {
    const { contextLength, sizeBytes, quantization, aliases } = props.model;
    return [
      ...aliases,
      quantization,
      sizeBytes === undefined ? undefined : formatBytes(sizeBytes),
      contextLength === undefined
        ? undefined
        : words().panel.facts.state(formatNumber(contextLength)),
    ]
      .filter((fact) => fact !== undefined)
      .join(' · ');
  };
  const order = async (action: 'load' | 'unload') => {
    setOrderedAfter(lastEvent());
    const { connectionId } = panel.place();
    const input = { connectionId, model: props.model.id, action };
    if (!(await panel.done(state.engine.call('panel.model', input)))) setOrderedAfter(undefined);
  };
  return (
    <li class={styles['row']} data-shown={isShown() ? '' : undefined}>
      <span class={styles['dot']}>
        <StatusDot tone={tones[props.model.state]} />
      </span>
      <div class={styles['words']}>
        <b>{props.model.id}</b>
        <small data-tone={props.model.state === 'failed' ? 'error' : undefined}>
          {isOrdered() && runs() ? t().unloading : modelState(props.model)}
        </small>
        <Show when={comes()}>
          <Progress label={t().progress(props.model.id)} value={props.model.fraction} />
        </Show>
        <Show when={facts()}>{(text) => <small>{text()}</small>}</Show>
      </div>
      <span class={styles['verbs']}>
        <Show when={runs()}>
          <Button
            size="small"
            variant="quiet"
            aria-pressed={isShown()}
            aria-label={t().showName(props.model.id)}
            onClick={() => panel.show(props.model.id)}
          >
            {isShown() ? t().shown : t().show}
          </Button>
        </Show>
        <Show
          when={runs() || comes()}
          fallback={
            <Button
              size="small"
              disabled={isOrdered()}
              aria-label={t().loadName(props.model.id)}
              onClick={() => void order('load')}
            >
              {t().load}
            </Button>
          }
        >
          <Button
            size="small"
            disabled={isOrdered()}
            aria-label={t().unloadName(props.model.id)}
            onClick={() => void order('unload')}
          >
            {comes() ? words().app.cancel : t().unload}
          </Button>
        </Show>
      </span>
    </li>
  );
}
