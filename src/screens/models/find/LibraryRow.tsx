import { For, Show } from 'solid-js';
import { type LibraryModel, type LibraryTag, taggedName } from '../../../domain/library.ts';
import { cardUrl } from '../../../domain/model-name.ts';
import { formatBytes } from '../../../i18n/format.ts';
import { words } from '../../../i18n/i18n.ts';
import { Icon } from '../../../ui/Icon.tsx';
import { contextWords } from '../model-facts.ts';
import styles from './Find.module.css';
import { useFind } from './find-context.ts';

export type LibraryRowProps = { readonly row: LibraryModel };

/** One model of the catalogue. A tag puts its name into the field, from where it is pulled. */
export function LibraryRow(props: LibraryRowProps) {
  const find = useFind();
  const t = () => words().find.library;
  const facts = () =>
    [
      props.row.maker ?? '',
      ...props.row.abilities
        .filter((ability) => ability !== 'completion')
        .map((ability) => words().models.abilities[ability]),
      props.row.license === undefined ? '' : words().find.hub.license(props.row.license),
    ].filter((fact) => fact !== '');
  const sizeOf = ({ sizeBytes }: LibraryTag) =>
    sizeBytes === undefined ? '' : formatBytes(sizeBytes);
  const hintOf = ({ tag, contextLength }: LibraryTag) =>
    [
      tag === props.row.latest ? t().latest : '',
      contextLength === undefined ? '' : words().find.context(contextWords(contextLength)),
      t().tagHint,
    ]
      .filter((hint) => hint !== '')
      .join(' · ');
  return (
    <li class={styles['card']}>
      <b class={styles['title']}>{props.row.name}</b>
      <Show when={cardUrl(props.row.name)}>
        {(url) => (
          <a
            class={styles['outside']}
            href={url()}
            target="_blank"
            rel="noopener noreferrer"
            aria-label={words().find.onPage(props.row.name)}
            title={words().find.onPage(props.row.name)}
          >
            <Icon name="external" size="small" />
          </a>
        )}
      </Show>
      <p class={styles['words']}>{props.row.description}</p>
      <small class={`${styles['facts']} ${styles['row']}`}>{facts().join(' · ')}</small>
      <Show when={props.row.tags.length > 0}>
        <ul class={styles['tags']} aria-label={t().tags(props.row.name)}>
          <For each={props.row.tags}>
            {(tag) => (
              <li>
                <button
                  type="button"
                  class={styles['tag']}
                  data-latest={tag.tag === props.row.latest ? '' : undefined}
                  aria-label={t().tag(taggedName(props.row, tag.tag), sizeOf(tag))}
                  aria-pressed={find.text().trim() === taggedName(props.row, tag.tag)}
                  title={hintOf(tag)}
                  onClick={() => find.type(taggedName(props.row, tag.tag))}
                >
                  <b>{tag.tag}</b> {sizeOf(tag)}
                </button>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </li>
  );
}
