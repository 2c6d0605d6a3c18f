import { Show } from 'solid-js';
import { isAnyServer } from '../../domain/any-server.ts';
import { modelTitle } from '../../domain/model-title.ts';
import type { Settings } from '../../domain/settings.ts';
import { words } from '../../i18n/i18n.ts';
import { createConfig } from '../../state/config.ts';
import { useAppState } from '../../state/create-state.ts';
import { themeChoices } from '../../state/theme-choices.ts';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { Select } from '../../ui/Select.tsx';
import { Switch } from '../../ui/Switch.tsx';
import { DeployerGroup } from './DeployerGroup.tsx';
import { NumberField } from './NumberField.tsx';
import { PageModelsGroup } from './PageModelsGroup.tsx';
import styles from './SettingsScreen.module.css';

const modes = ['system', 'dark', 'light'] as const satisfies readonly Settings['mode'][];
const sendKeys = ['enter', 'mod-enter'] as const satisfies readonly Settings['sendKey'][];

export function GeneralSection() {
  const { engine, settings, connections } = useAppState();
  const config = createConfig(engine);
  const t = () => words().settings.general;
  const isLocked = (name: keyof Settings) => config.isLocked(name);
  const hint = (name: keyof Settings, own?: string) => (isLocked(name) ? t().locked : own);
  // The engine knows no theme that is gone; the list then shows ours.
  const theme = () =>
    themeChoices.find((each) => each.id === settings.value.theme)?.id ?? themeChoices[0]?.id ?? '';
  const defaultModel = () => {
    const chosen = settings.value.defaultModel;
    if (!chosen) return undefined;
    const where = isAnyServer(chosen)
      ? t().anyServer
      : (connections.byId(chosen.connectionId)?.name ?? t().goneServer);
    return t().defaultModel(modelTitle(chosen.name), where);
  };
  return (
    <>
      <DeployerGroup config={config} />
      <section class={styles['group']} aria-labelledby="settings-look">
        <h2 id="settings-look">{t().look}</h2>
        <div class={styles['pair']}>
          <Field label={t().mode} hint={hint('mode')}>
            {(slot) => (
              <Select
                {...slot}
                disabled={isLocked('mode')}
                options={modes.map((mode) => ({ value: mode, label: t().modes[mode] }))}
                value={settings.value.mode}
                onPick={(picked) => {
                  const mode = modes.find((each) => each === picked);
                  if (mode) settings.set({ mode });
                }}
              />
            )}
          </Field>
          <Field label={t().theme} hint={hint('theme')}>
            {(slot) => (
              <Select
                {...slot}
                disabled={isLocked('theme')}
                options={themeChoices.map(({ id, name }) => ({ value: id, label: name }))}
                value={theme()}
                onPick={(picked) => settings.set({ theme: picked })}
              />
            )}
          </Field>
        </div>
      </section>
      <section class={styles['group']} aria-labelledby="settings-writing">
        <h2 id="settings-writing">{t().writing}</h2>
        <div class={styles['pair']}>
          <Field label={t().sendKey} hint={hint('sendKey', t().sendKeyHint)}>
            {(slot) => (
              <Select
                {...slot}
                disabled={isLocked('sendKey')}
                options={sendKeys.map((key) => ({ value: key, label: t().sendKeys[key] }))}
                value={settings.value.sendKey}
                onPick={(picked) => {
                  const sendKey = sendKeys.find((each) => each === picked);
                  if (sendKey) settings.set({ sendKey });
                }}
              />
            )}
          </Field>
        </div>
        <Switch
          label={t().autoScroll}
          hint={hint('autoScroll', t().autoScrollHint)}
          disabled={isLocked('autoScroll')}
          checked={settings.value.autoScroll}
          onChange={(autoScroll) => settings.set({ autoScroll })}
        />
        <Switch
          label={t().keepAwake}
          hint={hint('keepAwake', t().keepAwakeHint)}
          disabled={isLocked('keepAwake')}
          checked={settings.value.keepAwake}
          onChange={(keepAwake) => settings.set({ keepAwake })}
        />
      </section>
      <section class={styles['group']} aria-labelledby="settings-models">
        <h2 id="settings-models">{t().models}</h2>
        <p>{defaultModel() ?? t().lastModel}</p>
        <Show when={settings.value.defaultModel}>
          <div>
            <Button onClick={() => settings.set({ defaultModel: null })}>
              {t().forgetDefault}
            </Button>
          </div>
        </Show>
        <small>{t().defaultHint}</small>
      </section>
      <PageModelsGroup config={config} />
      <section class={styles['group']} aria-labelledby="settings-servers">
        <h2 id="settings-servers">{t().servers}</h2>
        <NumberField
          label={t().requests}
          hint={isLocked('requestsPerOrigin') ? t().locked : t().requestsHint}
          isLocked={isLocked('requestsPerOrigin')}
          value={settings.value.requestsPerOrigin}
          range={{ min: 1, max: 5, isWhole: true }}
          onChange={(requestsPerOrigin) => settings.set({ requestsPerOrigin })}
        />
        <NumberField
          label={t().idle}
          hint={isLocked('idleSeconds') ? t().locked : t().idleHint}
          isLocked={isLocked('idleSeconds')}
          value={settings.value.idleSeconds}
          range={{ min: 0, max: 3600, isWhole: false }}
          onChange={(idleSeconds) => settings.set({ idleSeconds })}
        />
        <NumberField
          label={t().days}
          hint={isLocked('catalogueDays') ? t().locked : t().daysHint}
          isLocked={isLocked('catalogueDays')}
          value={settings.value.catalogueDays}
          range={{ min: 0.01, max: 365, isWhole: false }}
          onChange={(catalogueDays) => settings.set({ catalogueDays })}
        />
      </section>
    </>
  );
}
