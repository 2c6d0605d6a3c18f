import { For, Show } from 'solid-js';
import { smallModelName, smallModels, smallModelsAsOf } from '../../../domain/small-models.ts';
import { formatBytes, regional } from '../../../i18n/format.ts';
import { words } from '../../../i18n/i18n.ts';
import { useAppState } from '../../../state/create-state.ts';
import { Button } from '../../../ui/Button.tsx';
import styles from './AddModel.module.css';
import type { Adding } from './create-adding.ts';
import { fitHere } from './device-fit.ts';
import { FitMark } from './FitMark.tsx';

export type SmallModelsProps = { readonly adding: Adding; readonly onAdded: () => void };

/** A short list by hand, for somebody who has no model yet; what does not fit this device says so. */
export function SmallModels(props: SmallModelsProps) {
  const state = useAppState();
  const t = () => words().browserModels.small;
  const host = () => new URL(state.settings.value.hubUrl).host;
  const isAllowed = () => state.settings.value.hubAllowed;
  const asOf = () =>
    new Date(`${smallModelsAsOf}T00:00:00Z`).toLocaleDateString(regional(), {
      dateStyle: 'long',
      timeZone: 'UTC',
    });
  const fetchIt = async (name: string) => {
    if (await props.adding.fetch(name)) props.onAdded();
  };
  return (
    <section class={styles['part']} aria-labelledby="browser-small">
      <h3 id="browser-small">{t().title}</h3>
      <p class={styles['quiet']}>{isAllowed() ? t().text(host(), asOf()) : t().notAllowed}</p>
      <ul class={styles['small']}>
        <For each={smallModels}>
          {(model) => (
            <li>
              <span class={styles['words']}>
                <b>{model.title}</b>
                <small>
                  {[
                    model.parameters,
                    t().about(formatBytes(model.sizeBytes)),
                    t().licenses[model.license] ?? model.license,
                    t().devices[model.device],
                  ].join(' · ')}
                </small>
                <FitMark weightsBytes={model.sizeBytes} />
              </span>
              <Show
                when={!props.adding.has(smallModelName(model))}
                fallback={<small class={styles['quiet']}>{t().there}</small>}
              >
                <Button
                  size="small"
                  icon="download"
                  aria-label={t().fetchOne(model.title)}
                  disabled={
                    props.adding.isBusy() ||
                    !isAllowed() ||
                    fitHere(model.sizeBytes) === 'too-large'
                  }
                  onClick={() => void fetchIt(smallModelName(model))}
                >
                  {t().fetch}
                </Button>
              </Show>
            </li>
          )}
        </For>
      </ul>
    </section>
  );
}
