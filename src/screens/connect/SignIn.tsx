import { createSignal, Show } from 'solid-js';
import type { Preset } from '../../domain/preset.ts';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { beginSignIn, canSignIn } from '../../state/sign-in.ts';
import { Button } from '../../ui/Button.tsx';
import { mayKeep } from './may-keep.ts';
import styles from './ServerForm.module.css';

export type SignInProps = {
  readonly preset: Preset;
};

/** Leaves for the vendor's own page, which comes back with a code for a key. */
export function SignIn(props: SignInProps) {
  const state = useAppState();
  const [hasFailed, setFailed] = createSignal(false);
  const t = () => words().presets.signIn;
  const leave = async () => {
    // The key that comes of it is kept where keys are kept; whoever returns should not be stopped there.
    if (!(await mayKeep(state))) return;
    try {
      const { origin, pathname } = location;
      location.assign(beginSignIn(props.preset.id, `${origin}${pathname}`));
    } catch {
      setFailed(true); // this tab may store nothing, so nothing could be finished either
    }
  };
  return (
    <Show
      when={canSignIn(location) && !hasFailed()}
      fallback={<p class={styles['quiet']}>{t().notHere}</p>}
    >
      <div class={styles['actions']}>
        <Button icon="external" onClick={() => void leave()}>
          {t().button(props.preset.name)}
        </Button>
        <small class={styles['quiet']}>{t().hint(props.preset.name)}</small>
      </div>
    </Show>
  );
}
