import { type JSX, Show } from 'solid-js';
import { words } from '../../i18n/i18n.ts';
import { Fold } from '../../ui/Fold.tsx';
import styles from './EditorFields.module.css';

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
    <Fold
      title={props.title}
      state={props.state}
      isOpen={props.isOpen}
      wrong={props.isWrong ? words().presets.editor.wrong : undefined}
    >
      <Show when={props.help}>
        <p class={styles['quiet']}>{props.help}</p>
      </Show>
      {props.children}
    </Fold>
  );
}
