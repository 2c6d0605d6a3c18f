/** Models in this browser: how long they stay, whether they may use several processor cores, and what that costs. */
import { createSignal, Show } from 'solid-js';
import { faultFrom } from '../../domain/fault.ts';
import { words } from '../../i18n/i18n.ts';
import type { ConfigState } from '../../state/config.ts';
import { useAppState } from '../../state/create-state.ts';
import {
  canIsolate,
  chooseIsolation,
  isIsolatedByHost,
  readIsolation,
} from '../../state/isolation.ts';
import { Button } from '../../ui/Button.tsx';
import { Switch } from '../../ui/Switch.tsx';
import { NumberField } from './NumberField.tsx';
import styles from './SettingsScreen.module.css';

export type PageModelsGroupProps = { readonly config: ConfigState };

export function PageModelsGroup(props: PageModelsGroupProps) {
  const { notices, settings } = useAppState();
  const [isWanted, setWanted] = createSignal<boolean>();
  const [isByHost, setByHost] = createSignal(false);
  const t = () => words().settings.pageModels;
  const isIsolated = globalThis.crossOriginIsolated;
  const read = async () => {
    setByHost(await isIsolatedByHost().catch(() => false));
    setWanted(await readIsolation().catch(() => false));
  };
  const choose = async (wanted: boolean) => {
    try {
      await chooseIsolation(wanted);
    } catch (error) {
      notices.showFault(faultFrom(error));
    }
    await read();
  };
  void read();
  const isLocked = () => props.config.isLocked('pageModelMinutes');
  const state = () => (isIsolated ? t().on(navigator.hardwareConcurrency) : t().off);
  return (
    <section class={styles['group']} aria-labelledby="settings-page-models">
      <h2 id="settings-page-models">{t().title}</h2>
      <NumberField
        label={t().idle}
        hint={isLocked() ? words().settings.general.locked : t().idleHint}
        isLocked={isLocked()}
        value={settings.value.pageModelMinutes}
        range={{ min: 0, max: 1440, isWhole: true }}
        onChange={(pageModelMinutes) => settings.set({ pageModelMinutes })}
      />
      <p>{state()}</p>
      <Show when={canIsolate()} fallback={<small>{t().cannot}</small>}>
        <Show when={isWanted() !== undefined}>
          <Show when={!isByHost()} fallback={<small>{t().byHost}</small>}>
            <Switch
              label={t().label}
              hint={t().hint}
              checked={isWanted() === true}
              onChange={(wanted) => void choose(wanted)}
            />
          </Show>
          <Show when={isWanted() !== isIsolated && !isByHost()}>
            <div class={styles['actions']}>
              <Button onClick={() => location.reload()}>{t().reload}</Button>
              <small>{t().reloadHint}</small>
            </div>
          </Show>
        </Show>
      </Show>
    </section>
  );
}
