import { words } from '../../i18n/i18n.ts';
import { TextInput } from '../../ui/TextInput.tsx';
import styles from './SessionRow.module.css';

export type RowTitleInputProps = {
  readonly title: string;
  readonly onInput: (title: string) => void;
  /** `refocus` says whether the row should have the focus again: not where the person went elsewhere. */
  readonly onCommit: (refocus: boolean) => void;
  readonly onCancel: () => void;
};

/** The title as a field, in place. Enter and leaving keep it, Escape does not. */
export function RowTitleInput(props: RowTitleInputProps) {
  let isDone = false;
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.isComposing || (event.key !== 'Enter' && event.key !== 'Escape')) return;
    event.preventDefault();
    isDone = true;
    if (event.key === 'Enter') props.onCommit(true);
    else props.onCancel();
  };
  return (
    <div class={styles['edit']}>
      <TextInput
        ref={(element: HTMLInputElement) =>
          queueMicrotask(() => {
            element.focus();
            element.select();
          })
        }
        aria-label={words().app.list.renameLabel}
        maxlength={200}
        value={props.title}
        onInput={props.onInput}
        onKeyDown={onKeyDown}
        onBlur={() => {
          if (!isDone) props.onCommit(false);
        }}
      />
    </div>
  );
}
