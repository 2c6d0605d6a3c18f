import { createSignal } from 'solid-js';
import type { ConnectionView } from '../../domain/connection.ts';
import { words } from '../../i18n/i18n.ts';
import { nowAt } from '../../lib/timing.ts';
import { CodeBlock } from '../../ui/CodeBlock.tsx';
import { Switch } from '../../ui/Switch.tsx';
import styles from './DoctorReport.module.css';
import { reportText } from './doctor-report.ts';
import type { Findings } from './doctor-walk.ts';
import type { PagePlace } from './look-for.ts';
import { readBrowserPlace } from './page-place.ts';

export type DoctorReportProps = {
  readonly connection: ConnectionView;
  readonly page: PagePlace;
  readonly findings: Findings;
};

/** What was found, as text to pass on; seen whole before it is copied. */
export function DoctorReport(props: DoctorReportProps) {
  const [showsHost, setShowsHost] = createSignal(false);
  const t = () => words().doctor.report;
  const text = () =>
    reportText({
      connection: props.connection,
      page: props.page,
      browser: readBrowserPlace(),
      findings: props.findings,
      build: __BUILD_ID__,
      at: nowAt(),
      showsHost: showsHost(),
    });
  return (
    <details class={styles['report']}>
      <summary>{t().title}</summary>
      <p>{t().text}</p>
      <Switch label={t().host} checked={showsHost()} onChange={setShowsHost} />
      <CodeBlock
        label={t().label}
        code={text()}
        copyLabel={t().copy}
        copiedLabel={words().doctor.copied}
        failedLabel={words().doctor.copyFailed}
      />
    </details>
  );
}
