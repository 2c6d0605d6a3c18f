import type { Job } from '../../domain/job.ts';
import { words } from '../../i18n/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { taskTitle } from './job-words.ts';

export type JobVerbProps = {
  readonly job: Job;
  readonly verb: keyof ReturnType<typeof verbs>;
  readonly isMain?: boolean;
  readonly onPress: () => void;
};

const verbs = () => words().jobs.verbs;

/** One thing to do with a job. Many stand in a list, so each is named with what its job is about. */
export function JobVerb(props: JobVerbProps) {
  const label = () => verbs()[props.verb];
  return (
    <Button
      size="small"
      {...(props.isMain ? { variant: 'primary' as const } : {})}
      aria-label={words().jobs.named(label(), taskTitle(props.job.task))}
      onClick={() => props.onPress()}
    >
      {label()}
    </Button>
  );
}
