import { createSignal, Show } from 'solid-js';
import { faultFrom } from '../../domain/fault.ts';
import { safeFileName } from '../../domain/file-name.ts';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { Menu } from '../../ui/Menu.tsx';
import { isMacLike } from '../../ui/platform.ts';
import { saveFile } from '../../ui/save-file.ts';
import styles from './ChatHeader.module.css';
import { useChat } from './chat-context.ts';
import { ModelPicker } from './ModelPicker.tsx';

export type ChatHeaderProps = {
  readonly onFind: () => void;
  readonly onSettings: () => void;
  /** Hands out a way to open the model picker. */
  readonly onPicker: (open: () => void) => void;
};

/** Title, model, and what can be done with the session as a whole. */
export function ChatHeader(props: ChatHeaderProps) {
  const state = useAppState();
  const { chat } = useChat();
  const text = () => words().chat.header;
  const [isRenaming, setRenaming] = createSignal(false);
  const title = () => chat.session()?.title || words().chat.untitled;

  const rename = (name: string) => {
    setRenaming(false);
    const trimmed = name.trim().slice(0, 500);
    if (trimmed !== '' && trimmed !== chat.session()?.title) chat.rename(trimmed);
  };
  const remove = async () => {
    if (!(await state.sessions.remove(chat.id))) return;
    state.notices.show(words().chat.deletedNotice, {
      action: { label: words().chat.missing.restore, run: () => state.sessions.restore(chat.id) },
      stayMs: 10_000,
    });
  };
  const exportAs = async (form: 'markdown' | 'json') => {
    try {
      if (form === 'markdown') {
        const file = await state.engine.call('backup.markdown', { sessionId: chat.id });
        saveFile(new Blob([file.text], { type: 'text/markdown' }), file.name);
      } else {
        const { blob } = await state.engine.call('backup.export', { sessionIds: [chat.id] });
        saveFile(blob, safeFileName(title(), 'json'));
      }
    } catch (error) {
      state.notices.showFault(faultFrom(error));
    }
  };
  const onPick = (id: string) => {
    if (id === 'rename') setRenaming(true);
    if (id === 'find') props.onFind();
    if (id === 'settings') props.onSettings();
    if (id === 'markdown') void exportAs('markdown');
    if (id === 'json') void exportAs('json');
    if (id === 'delete') void remove();
  };
  const entries = () => {
    const isAbsent = !chat.session();
    return [
      { id: 'rename', label: text().rename, icon: 'pencil', disabled: isAbsent },
      { id: 'settings', label: words().chat.settings, icon: 'sliders' },
      {
        id: 'find',
        label: text().find,
        icon: 'search',
        hint: isMacLike() ? '⌘F' : 'Ctrl F',
        disabled: isAbsent,
      },
      {
        id: 'markdown',
        label: text().markdown,
        icon: 'download',
        startsGroup: true,
        disabled: isAbsent,
      },
      { id: 'json', label: text().json, icon: 'archive', disabled: isAbsent },
      {
        id: 'delete',
        label: text().delete,
        icon: 'trash',
        danger: true,
        startsGroup: true,
        disabled: isAbsent,
      },
    ] as const;
  };
  return (
    <header class={styles['header']}>
      <Show
        when={isRenaming()}
        fallback={
          <h1
            class={styles['title']}
            dir="auto"
            title={title()}
            onDblClick={() => setRenaming(true)}
          >
            {title()}
          </h1>
        }
      >
        <input
          ref={(input) => queueMicrotask(() => input.select())}
          class={styles['rename']}
          aria-label={text().titleLabel}
          maxlength={500}
          value={chat.session()?.title ?? ''}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.isComposing) rename(event.currentTarget.value);
            if (event.key !== 'Escape') return;
            event.preventDefault();
            setRenaming(false);
          }}
          onBlur={(event) => {
            if (isRenaming()) rename(event.currentTarget.value);
          }}
        />
      </Show>
      <span class={styles['tools']}>
        <ModelPicker onOpener={(open) => props.onPicker(open)} />
        <Menu label={text().menu} entries={entries()} onPick={onPick} />
      </span>
    </header>
  );
}
