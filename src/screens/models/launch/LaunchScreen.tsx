/** `#/models/launch?c=<connection>`: a form on one side, and on the other what starts the server it describes. */
import { useSearchParams } from '@solidjs/router';
import { For, Show } from 'solid-js';
import { launchGroups } from '../../../domain/launch/fields.ts';
import { words } from '../../../i18n/i18n.ts';
import { useAppState } from '../../../state/create-state.ts';
import page from '../FormPage.module.css';
import { FormPage } from '../FormPage.tsx';
import { createSheets } from './create-sheets.ts';
import { FieldGroup } from './FieldGroup.tsx';
import styles from './LaunchScreen.module.css';
import { isMistake } from './launch-words.ts';
import { MoreFields } from './MoreFields.tsx';
import { Output } from './Output.tsx';
import { SheetBar } from './SheetBar.tsx';

export function LaunchScreen() {
  const state = useAppState();
  const [query, setQuery] = useSearchParams<{ c?: string; model?: string }>();
  const t = () => words().launch;
  const sheets = createSheets({
    state,
    connectionId: () => query.c,
    origin: location.origin,
    model: query.model,
  });
  const mistakes = () => sheets.read().problems.filter(isMistake).length;
  const missing = () => sheets.read().problems.find((each) => !isMistake(each));
  return (
    <FormPage back={t().back} title={t().title} lead={t().lead}>
      <SheetBar sheets={sheets} onConnection={(c) => setQuery({ c })} />
      <div class={`${page['columns']} ${styles['below']}`}>
        <div>
          <For each={launchGroups}>{(group) => <FieldGroup group={group} sheets={sheets} />}</For>
          <MoreFields sheets={sheets} />
        </div>
        <section class={`${page['column']} ${styles['output']}`} aria-labelledby="launch-output">
          <h2 id="launch-output">{t().output}</h2>
          <div class={styles['state']} role="status">
            <Show when={mistakes()}>
              {(count) => <p class={styles['wrong']}>{t().wrong(count())}</p>}
            </Show>
            <Show when={missing()}>{(what) => <p>{t().problems[what().reason]}</p>}</Show>
          </div>
          <Output sheet={sheets.sheet()} />
        </section>
      </div>
    </FormPage>
  );
}
