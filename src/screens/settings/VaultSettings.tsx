import type { Settings } from '../../domain/settings.ts';
import { words } from '../../i18n/i18n.ts';
import { createConfig } from '../../state/config.ts';
import { useAppState } from '../../state/create-state.ts';
import { Switch } from '../../ui/Switch.tsx';
import { NumberField } from './NumberField.tsx';
import styles from './SettingsScreen.module.css';

/** When the vault locks, where keys are kept, and when they count as old. */
export function VaultSettings() {
  const { engine, settings, vault } = useAppState();
  const { isLocked } = createConfig(engine);
  const t = () => words().vault.settings;
  const hint = (name: keyof Settings, own: string) =>
    isLocked(name) ? words().settings.general.locked : own;
  const canSeal = () => vault.view?.state !== 'absent';
  return (
    <section class={styles['group']} aria-labelledby="vault-settings">
      <h2 id="vault-settings">{t().title}</h2>
      <NumberField
        label={t().minutes}
        hint={hint('vaultMinutes', t().minutesHint)}
        isLocked={isLocked('vaultMinutes')}
        value={settings.value.vaultMinutes}
        range={{ min: 0, max: 1440, isWhole: true }}
        onChange={(vaultMinutes) => settings.set({ vaultMinutes })}
      />
      <Switch
        label={t().onHide}
        hint={hint('vaultLocksOnHide', t().onHideHint)}
        checked={settings.value.vaultLocksOnHide}
        disabled={!canSeal() || isLocked('vaultLocksOnHide')}
        onChange={(vaultLocksOnHide) => settings.set({ vaultLocksOnHide })}
      />
      <Switch
        label={t().inMemory}
        hint={hint('keysInMemory', t().inMemoryHint)}
        checked={settings.value.keysInMemory || !canSeal()}
        disabled={!canSeal() || isLocked('keysInMemory')}
        onChange={(keysInMemory) => settings.set({ keysInMemory })}
      />
      <NumberField
        label={t().age}
        hint={hint('keyAgeDays', t().ageHint)}
        isLocked={isLocked('keyAgeDays')}
        value={settings.value.keyAgeDays}
        range={{ min: 0, max: 3650, isWhole: true }}
        onChange={(keyAgeDays) => settings.set({ keyAgeDays })}
      />
    </section>
  );
}
