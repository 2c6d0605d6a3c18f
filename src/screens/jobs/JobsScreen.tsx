/** `#/jobs`: what is at work, what waits, and the log. */
import { words } from '../../i18n/i18n.ts';
import { JobLists } from './JobLists.tsx';
import styles from './JobsScreen.module.css';
import { NewsSwitch } from './NewsSwitch.tsx';

export function JobsScreen() {
  return (
    <div class={styles['page']}>
      <h1>{words().jobs.title}</h1>
      <p class={styles['lead']}>{words().jobs.lead}</p>
      <NewsSwitch />
      <JobLists hasLog />
    </div>
  );
}
