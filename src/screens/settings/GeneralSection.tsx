import type { Settings } from '../../domain/settings.ts';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { themeChoices } from '../../state/theme-choices.ts';
import { Field } from '../../ui/Field.tsx';
import { Select } from '../../ui/Select.tsx';
import { Switch } from '../../ui/Switch.tsx';
import { NumberField } from './NumberField.tsx';
import styles from './SettingsScreen.module.css';

const modes = ['system', 'dark', 'light'] as const satisfies readonly Settings['mode'][];
const sendKeys = ['enter', 'mod-enter'] as const satisfies readonly Settings['sendKey'][];

export function GeneralSection() {
  const { settings } = useAppState();
  const t = () => words().settings.general;
  // The engine knows no theme that is gone; the list then shows ours.
  const theme = () =>
    themeChoices.find((each) => each.id === settings.value.theme)?.id ?? themeChoices[0]?.id ?? '';
  return (
    <>
      <section class={styles['group']} aria-labelledby="settings-look">
        <h2 id="settings-look">{t().look}</h2>
        <div class={styles['pair']}>
          <Field label={t().mode}>
            {(slot) => (
              <Select
                {...slot}
                options={modes.map((mode) => ({ value: mode, label: t().modes[mode] }))}
                value={settings.value.mode}
                onPick={(picked) => {
                  const mode = modes.find((each) => each === picked);
                  if (mode) settings.set({ mode });
                }}
              />
            )}
          </Field>
          <Field label={t().theme}>
            {(slot) => (
              <Select
                {...slot}
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
          <Field label={t().sendKey} hint={t().sendKeyHint}>
            {(slot) => (
              <Select
                {...slot}
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
          hint={t().autoScrollHint}
          checked={settings.value.autoScroll}
          onChange={(autoScroll) => settings.set({ autoScroll })}
        />
        <Switch
          label={t().keepAwake}
          hint={t().keepAwakeHint}
          checked={settings.value.keepAwake}
          onChange={(keepAwake) => settings.set({ keepAwake })}
        />
      </section>
      <section class={styles['group']} aria-labelledby="settings-servers">
        <h2 id="settings-servers">{t().servers}</h2>
        <NumberField
          label={t().requests}
          hint={t().requestsHint}
          value={settings.value.requestsPerOrigin}
          range={{ min: 1, max: 5, isWhole: true }}
          onChange={(requestsPerOrigin) => settings.set({ requestsPerOrigin })}
        />
        <NumberField
          label={t().idle}
          hint={t().idleHint}
          value={settings.value.idleSeconds}
          range={{ min: 0, max: 3600, isWhole: false }}
          onChange={(idleSeconds) => settings.set({ idleSeconds })}
        />
        <NumberField
          label={t().days}
          hint={t().daysHint}
          value={settings.value.catalogueDays}
          range={{ min: 0.01, max: 365, isWhole: false }}
          onChange={(catalogueDays) => settings.set({ catalogueDays })}
        />
      </section>
    </>
  );
}
