import { Show } from 'solid-js';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { keyPlace } from './key-place.ts';

/** Says where a key typed now will be kept, before it is typed. */
export function KeyPlaceWords() {
  const state = useAppState();
  const place = () => keyPlace(state.vault.view, state.settings.value.keysInMemory);
  const t = () => words().presets.keyPlace;
  return (
    <Show when={place()}>
      {(now) => (
        <span>
          {t()[now()]}
          <Show when={now() === 'no-vault'}>
            {' '}
            <a href="#/settings/vault">{t().makeVault}</a>
          </Show>
        </span>
      )}
    </Show>
  );
}
