/** Facts about the window as signals, for the few places where style sheets cannot decide. */
import { type Accessor, createSignal, onCleanup } from 'solid-js';

/** One pane and a bottom bar below this; the style sheets name the same width. */
export const narrowQuery = '(max-width: 720px)';

export function createMedia(query: string): Accessor<boolean> {
  const list = window.matchMedia(query);
  const [matches, setMatches] = createSignal(list.matches);
  const onChange = () => setMatches(list.matches);
  list.addEventListener('change', onChange);
  onCleanup(() => list.removeEventListener('change', onChange));
  return matches;
}

export function createVisibility(): Accessor<boolean> {
  const [isVisible, setVisible] = createSignal(document.visibilityState === 'visible');
  const onChange = () => setVisible(document.visibilityState === 'visible');
  document.addEventListener('visibilitychange', onChange);
  onCleanup(() => document.removeEventListener('visibilitychange', onChange));
  return isVisible;
}
