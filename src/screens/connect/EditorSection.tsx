import { type JSX, Show } from 'solid-js';
import { words } from '../../i18n/i18n.ts';
import { Icon } from '../../ui/Icon.tsx';
import styles from './EditorSection.module.css';

export type EditorSectionProps = {
  readonly title: string;
  /** How it stands, in a few words, read without opening it. */
  readonly state: string;
  readonly isOpen?: boolean | undefined;
  readonly isWrong?: boolean | undefined;
  readonly help?: string | undefined;
  readonly children: JSX.Element;
};

/** A part of the editor: closed it is one line that says how things stand. */
export function EditorSection(props: EditorSectionProps) {
  return (
    <details class={styles['section']} open={props.isOpen ?? false}>
      <summary class={styles['summary']}>
        <b>{props.title}</b>
        <Show when={props.isWrong} fallback={<small>{props.state}</small>}>
          <small data-wrong="">
            <Icon name="warning" size="small" />
            {words().presets.editor.wrong}
          </small>
        </Show>
      </summary>
      <div class={styles['body']}>
        <Show when={props.help}>
          <p class={styles['help']}>{props.help}</p>
        </Show>
        {props.children}
      </div>
    </details>
  );
}
