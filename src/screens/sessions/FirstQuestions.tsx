import { For } from 'solid-js';
import { words } from '../../i18n/i18n.ts';
import styles from './FirstQuestions.module.css';

/** Under the empty session of the guide: what it is, and questions it answers at a press. */
export function FirstQuestions(props: { readonly onAsk: (question: string) => void }) {
  const t = () => words().later.firstQuestions;
  return (
    <div class={styles['first']}>
      <p>{t().about}</p>
      <ul aria-label={t().label}>
        <For each={t().questions}>
          {(question) => (
            <li>
              <button type="button" onClick={() => props.onAsk(question)}>
                {question}
              </button>
            </li>
          )}
        </For>
      </ul>
    </div>
  );
}
