import { createMemo, createSignal, createUniqueId, For, Show } from 'solid-js';
import { planLaunch, targetsOf } from '../../../domain/launch/plan.ts';
import {
  type LaunchFile,
  type LaunchTarget,
  launchCommands,
} from '../../../domain/launch/plan-types.ts';
import type { LaunchSheet } from '../../../domain/launch/sheet.ts';
import { words } from '../../../i18n/i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { CodeBlock } from '../../../ui/CodeBlock.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { saveFile } from '../../../ui/save-file.ts';
import styles from './Output.module.css';
import { TargetTabs } from './TargetTabs.tsx';

export type OutputProps = {
  readonly sheet: LaunchSheet;
};

/** What the sheet becomes for one target: files to save, lines to type, and what to know. */
export function Output(props: OutputProps) {
  const id = createUniqueId();
  const [wanted, setWanted] = createSignal<LaunchTarget>('shell');
  const t = () => words().launch;
  const targets = () => targetsOf(props.sheet.program);
  const target = () => (targets().includes(wanted()) ? wanted() : 'shell');
  const plan = createMemo(() => planLaunch(props.sheet, target()));
  const fileLabel = ({ kind, name, folder }: LaunchFile) => {
    const what = t().files[kind];
    if (name === undefined || what === name) return what;
    return `${what}: ${folder === undefined ? name : t().inFolder(name, folder)}`;
  };
  const block = (label: string, code: string) => (
    <CodeBlock
      label={label}
      code={code}
      copyLabel={t().copy}
      copiedLabel={t().copied}
      failedLabel={t().copyFailed}
    />
  );
  const commands = () =>
    launchCommands.flatMap((name) => {
      const code = plan().commands[name];
      return code === undefined ? [] : [{ name, code }];
    });
  return (
    <div class={styles['output']}>
      <TargetTabs
        id={id}
        label={t().output}
        targets={targets()}
        current={target()}
        onPick={setWanted}
      />
      <div
        class={styles['panel']}
        role="tabpanel"
        id={`${id}-panel`}
        aria-labelledby={`${id}-${target()}`}
      >
        <p class={styles['about']}>{t().about[target()]}</p>
        <For each={plan().files}>
          {(file) => (
            <div class={styles['file']}>
              {block(fileLabel(file), file.code)}
              <Show when={file.name}>
                {(name) => (
                  <Button size="small" icon="download" onClick={() => save(file, name())}>
                    {t().saveFile(name())}
                  </Button>
                )}
              </Show>
            </div>
          )}
        </For>
        <Show when={commands().length > 0}>
          <h3>{t().commandsTitle}</h3>
          <For each={commands()}>{({ name, code }) => block(t().commands[name], code)}</For>
        </Show>
        <Show when={plan().notes.length > 0}>
          <h3>{t().notesTitle}</h3>
          <ul class={styles['notes']}>
            <For each={plan().notes}>
              {(note) => (
                <li>
                  <Icon name="info" size="small" />
                  <span>{t().notes[note]}</span>
                </li>
              )}
            </For>
          </ul>
        </Show>
      </div>
    </div>
  );
}

/** Windows' own PowerShell takes a script without this mark for one in an old encoding. */
function save({ kind, code }: LaunchFile, name: string): void {
  const mark = kind === 'script' ? '\uFEFF' : '';
  saveFile(new Blob([mark, code], { type: 'text/plain' }), name);
}
