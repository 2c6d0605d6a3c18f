import { createSignal, onCleanup } from 'solid-js';
import styles from './CodeBlock.module.css';
import { copyText } from './copy-text.ts';

export type CodeBlockProps = {
  /** Plain words above the code: a language, or where to run it. */
  readonly label: string;
  readonly code: string;
  readonly copyLabel: string;
  readonly copiedLabel: string;
  readonly failedLabel: string;
};

const saidForMs = 2000;

/** A command or a short text to take along. Model replies have their own code blocks in `markdown/`. */
export function CodeBlock(props: CodeBlockProps) {
  const [outcome, setOutcome] = createSignal<'none' | 'copied' | 'failed'>('none');
  let timer: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(timer));
  const word = () =>
    ({ none: props.copyLabel, copied: props.copiedLabel, failed: props.failedLabel })[outcome()];
  const copy = async () => {
    setOutcome((await copyText(props.code)) ? 'copied' : 'failed');
    clearTimeout(timer);
    timer = setTimeout(() => setOutcome('none'), saidForMs);
  };
  return (
    <figure class={styles['block']}>
      <figcaption class={styles['head']}>
        <span>{props.label}</span>
        <button type="button" class={styles['copy']} onClick={copy}>
          <span aria-live="polite">{word()}</span>
        </button>
      </figcaption>
      <pre class={styles['code']} tabindex={0}>
        <code>{props.code}</code>
      </pre>
    </figure>
  );
}
