import { createSignal, createUniqueId, Show } from 'solid-js';
import { faultFrom } from '../../../domain/fault.ts';
import { faultText } from '../../../i18n/fault-text.ts';
import { formatBytes, regional } from '../../../i18n/format.ts';
import { words } from '../../../i18n/i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import styles from './Find.module.css';
import { useFind } from './find-context.ts';

const limitBytes = 4_000_000;

/** Whose list it is and of which day, and another one in its place. */
export function LibraryFoot() {
  const find = useFind();
  const id = createUniqueId();
  const t = () => words().find.library;
  const [said, setSaid] = createSignal('');
  const [trouble, setTrouble] = createSignal('');
  const origin = () => {
    const library = find.state.library;
    if (!library) return '';
    const day = dayWords(library.asOf);
    return library.from === 'file'
      ? t().from.file(day, library.fileName ?? '')
      : t().from[library.from](day);
  };
  const change = async (work: () => Promise<string>) => {
    setTrouble('');
    setSaid('');
    try {
      setSaid(await work());
    } catch (error) {
      const { title, next = '' } = faultText(faultFrom(error));
      setTrouble(`${title}. ${next}`.trim());
    }
  };
  return (
    <footer class={styles['source']}>
      <p>{origin()}</p>
      <div class={styles['pick']}>
        <label for={id}>{t().replace}</label>
        <input
          id={id}
          type="file"
          accept=".json,application/json"
          aria-describedby={`${id}-hint`}
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            if (file) void change(async () => t().replaced(await find.state.useLibrary(file)));
            // The same file may be picked again after it was mended.
            event.currentTarget.value = '';
          }}
        />
        <small id={`${id}-hint`}>{t().replaceHint(formatBytes(limitBytes))}</small>
      </div>
      <Show when={find.state.library?.from === 'file'}>
        <Button
          onClick={() =>
            void change(async () => {
              await find.state.dropLibrary();
              return '';
            })
          }
        >
          {t().back}
        </Button>
      </Show>
      <p role="status">{said()}</p>
      <p role="alert" class={styles['wrong']}>
        {trouble()}
      </p>
    </footer>
  );
}

/** The day alone, without a zone that would move it. */
function dayWords(asOf: string): string {
  const day = new Date(`${asOf}T00:00:00Z`);
  if (Number.isNaN(day.getTime())) return asOf;
  return new Intl.DateTimeFormat(regional(), { dateStyle: 'long', timeZone: 'UTC' }).format(day);
}
