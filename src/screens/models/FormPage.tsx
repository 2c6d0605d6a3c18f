import type { JSX } from 'solid-js';
import styles from './FormPage.module.css';

export type FormPageProps = {
  /** The word that leads back to the models. */
  readonly back: string;
  readonly title: string;
  readonly lead: string;
  readonly children: JSX.Element;
};

/** A long form of the models, a page of its own. What stands beside it comes below it where there is no room. */
export function FormPage(props: FormPageProps) {
  return (
    <div class={styles['page']}>
      <p class={styles['back']}>
        <a href="#/models">{props.back}</a>
      </p>
      <h1>{props.title}</h1>
      <p class={styles['lead']}>{props.lead}</p>
      {props.children}
    </div>
  );
}
