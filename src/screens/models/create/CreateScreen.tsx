/** `#/models/create?c=<connection>&base=<model>`: a form, and beside it the Modelfile that it is. */
import { useSearchParams } from '@solidjs/router';
import { createSignal, Show } from 'solid-js';
import { faultText } from '../../../i18n/fault-text.ts';
import { words } from '../../../i18n/i18n.ts';
import { useAppState } from '../../../state/create-state.ts';
import { Button } from '../../../ui/Button.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Spinner } from '../../../ui/Spinner.tsx';
import page from '../FormPage.module.css';
import { FormPage } from '../FormPage.tsx';
import { CreatedJob } from './CreatedJob.tsx';
import { CreateParts } from './CreateParts.tsx';
import styles from './CreateScreen.module.css';
import { createCreating } from './create-creating.ts';
import { ModelfilePane } from './ModelfilePane.tsx';
import { NameFields } from './NameFields.tsx';
import { SourceFields } from './SourceFields.tsx';

export function CreateScreen() {
  const state = useAppState();
  const [query] = useSearchParams<{ c?: string; base?: string }>();
  const creating = createCreating({ state, connectionId: query.c, base: query.base });
  const [said, setSaid] = createSignal('');
  const [wasSent, setSent] = createSignal(false);
  /** Its job tells the rest. */
  const [wasQueued, setQueued] = createSignal(false);
  let form: HTMLFormElement | undefined;
  const t = () => words().create;
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setSent(true);
    setSaid('');
    const name = creating.form().name.trim();
    const end = await creating.submit();
    setQueued(end === 'queued');
    if (end === 'invalid') {
      setSaid(t().wrong);
      form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    }
    if (end === 'queued' || end === 'there') {
      setSent(false);
      setSaid(end === 'queued' ? t().queued(name) : t().there(name));
    }
  };
  const clear = () => {
    creating.clear();
    setSent(false);
    setSaid(t().cleared);
  };
  return (
    <FormPage back={t().back} title={t().title} lead={t().lead}>
      <Show
        when={creating.server()}
        fallback={
          <Show when={state.connections.known}>
            <EmptyState
              icon="models"
              title={t().none}
              actions={<a href="#/connect">{t().connect}</a>}
            >
              {t().noneText}
            </EmptyState>
          </Show>
        }
      >
        <div class={page['columns']}>
          <form
            ref={(element) => {
              form = element;
            }}
            class={page['column']}
            onSubmit={submit}
            onInput={() => setSaid('')}
            novalidate
            aria-label={t().title}
          >
            <NameFields creating={creating} wasSent={wasSent()} />
            <SourceFields creating={creating} wasSent={wasSent()} onSay={setSaid} />
            <CreateParts creating={creating} wasSent={wasSent()} />
            <div class={styles['actions']}>
              <Button type="submit" variant="primary" disabled={creating.isBusy()}>
                <Show when={creating.isBusy()} fallback={t().create}>
                  <Spinner />
                  {t().creating}
                </Show>
              </Button>
              <Button variant="quiet" onClick={clear}>
                {t().clear}
              </Button>
            </div>
            <p class={styles['said']} role="status">
              {creating.job() && wasQueued() ? '' : said()}
            </p>
            <Show when={creating.fault()}>
              {(fault) => (
                <p class={styles['fault']} role="alert">
                  {[faultText(fault()).title, faultText(fault()).next].filter(Boolean).join('. ')}
                </p>
              )}
            </Show>
            <Show when={creating.job()}>{(job) => <CreatedJob job={job()} />}</Show>
          </form>
          <ModelfilePane creating={creating} />
        </div>
      </Show>
    </FormPage>
  );
}
