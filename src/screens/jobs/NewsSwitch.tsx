import { createSignal, Show } from 'solid-js';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { Switch } from '../../ui/Switch.tsx';
import styles from './JobsScreen.module.css';

/** Notifications about long jobs. The browser is asked on the press and never before. */
export function NewsSwitch() {
  const { settings } = useAppState();
  const t = () => words().jobs.news;
  const [permission, setPermission] = createSignal(readPermission());
  const change = async (isWanted: boolean) => {
    if (!isWanted) {
      settings.set({ jobNews: false });
      return;
    }
    const given = await Notification.requestPermission();
    setPermission(given);
    settings.set({ jobNews: given === 'granted' });
  };
  return (
    <Show when={permission() !== undefined}>
      <div class={styles['news']}>
        <Switch
          label={t().label}
          hint={permission() === 'denied' ? t().denied : t().hint}
          disabled={permission() === 'denied'}
          checked={settings.value.jobNews && permission() === 'granted'}
          onChange={(isWanted) => void change(isWanted)}
        />
      </div>
    </Show>
  );
}

/** `undefined` where there are none: plain-http origins, and some browsers until the app is installed. */
function readPermission(): NotificationPermission | undefined {
  return window.isSecureContext && 'Notification' in window ? Notification.permission : undefined;
}
