import { words } from '../../i18n/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { JobLists } from './JobLists.tsx';
import styles from './JobsScreen.module.css';

export type JobsDrawerProps = {
  readonly open: boolean;
  readonly onClose: () => void;
  /** The screen with the log. */
  readonly onAll: () => void;
};

/** The job centre beside whatever is shown, from the status bar. */
export function JobsDrawer(props: JobsDrawerProps) {
  return (
    <Dialog
      open={props.open}
      kind="drawer"
      title={words().jobs.title}
      closeLabel={words().app.close}
      onClose={props.onClose}
    >
      <JobLists hasLog={false} />
      <p class={styles['all']}>
        <Button onClick={() => props.onAll()}>{words().jobs.open}</Button>
      </p>
    </Dialog>
  );
}
