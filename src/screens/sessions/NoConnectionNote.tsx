import { words } from '../../i18n/i18n.ts';
import { Icon } from '../../ui/Icon.tsx';
import styles from './ComposerNotes.module.css';

/** What a new person reads first. The other notes come later; this one must not bring them along. */
export function NoConnectionNote() {
  const text = () => words().chat.notes;
  return (
    <div class={styles['note']}>
      <Icon name="info" size="small" />
      <span>{text().noConnection}</span>
      <a href="#/connect">{text().connect}</a>
    </div>
  );
}
