import { createSignal, Show } from 'solid-js';
import { hubAddress } from '../../../domain/hub.ts';
import { words } from '../../../i18n/i18n.ts';
import { createConfig } from '../../../state/config.ts';
import { useAppState } from '../../../state/create-state.ts';
import { Button } from '../../../ui/Button.tsx';
import { Field } from '../../../ui/Field.tsx';
import { Switch } from '../../../ui/Switch.tsx';
import { TextInput } from '../../../ui/TextInput.tsx';
import styles from './Find.module.css';
import { useFind } from './find-context.ts';

/** Who is asked, said before anything is sent; and the switch that keeps it from being asked at all. */
export function HubConsent() {
  const { engine, settings } = useAppState();
  const find = useFind();
  const config = createConfig(engine);
  const t = () => words().find.hub;
  const [wrong, setWrong] = createSignal(false);
  const isLocked = (name: 'hubAllowed' | 'hubUrl') => config.isLocked(name);
  const setAddress = (typed: string) => {
    const hubUrl = typed.trim().replace(/\/+$/, '');
    const isGood = /^https?:\/\/[^\s?#@]+$/.test(hubUrl) && URL.canParse(hubUrl);
    setWrong(!isGood);
    if (isGood) settings.set({ hubUrl });
  };
  return (
    <div class={styles['consent']}>
      <p>{find.mayAsk() ? t().asks(find.host()) : t().off(find.host())}</p>
      <details>
        <summary>{t().settings}</summary>
        <Switch
          label={t().allow(find.host())}
          hint={isLocked('hubAllowed') ? t().locked : undefined}
          disabled={isLocked('hubAllowed')}
          checked={find.mayAsk()}
          onChange={(hubAllowed) => settings.set({ hubAllowed })}
        />
        <Field
          label={t().address}
          hint={isLocked('hubUrl') ? t().locked : t().addressHint}
          error={wrong() ? t().addressWrong : undefined}
        >
          {(slot) => (
            <TextInput
              {...slot}
              type="url"
              autocapitalize="none"
              spellcheck={false}
              disabled={isLocked('hubUrl')}
              value={settings.value.hubUrl}
              onInput={() => setWrong(false)}
              onCommit={setAddress}
            />
          )}
        </Field>
        <Show when={settings.value.hubUrl !== hubAddress && !isLocked('hubUrl')}>
          <Button onClick={() => setAddress(hubAddress)}>{t().addressUsual}</Button>
        </Show>
      </details>
    </div>
  );
}
