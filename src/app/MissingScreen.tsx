import { words } from '../i18n/i18n.ts';
import { EmptyState } from '../ui/EmptyState.tsx';

/** An address that leads nowhere. */
export function MissingScreen() {
  return (
    <EmptyState
      icon="lantern"
      title={words().app.missing.title}
      actions={<a href="#/">{words().app.missing.home}</a>}
    >
      <p>{words().app.missing.text}</p>
    </EmptyState>
  );
}
