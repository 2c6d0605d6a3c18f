import { createSignal, For, onCleanup, Show } from 'solid-js';
import type { ImageRef } from '../../domain/session.ts';
import { formatBytes } from '../../i18n/format.ts';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { Icon } from '../../ui/Icon.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { isPdf } from './file-kinds.ts';
import styles from './MessageImages.module.css';

export type MessageImagesProps = {
  readonly images: readonly ImageRef[];
  /** Small pictures with a button each, as the composer shows them. */
  readonly onRemove?: ((attachmentId: string) => void) | undefined;
};

/** Stored pictures, and files as chips. The pictures' object URLs live as long as they are shown. */
export function MessageImages(props: MessageImagesProps) {
  return (
    <ul class={styles['images']} data-small={props.onRemove ? '' : undefined}>
      <For each={props.images}>
        {(image) => (
          <li>
            <Show when={isPdf(image)} fallback={<StoredImage image={image} />}>
              <span class={styles['file']}>
                <Icon name="file" />
                <span>
                  {image.name}
                  <small>{formatBytes(image.sizeBytes)}</small>
                </span>
              </span>
            </Show>
            <Show when={props.onRemove}>
              {(remove) => (
                <span class={styles['remove']}>
                  <IconButton
                    icon="close"
                    size="small"
                    variant="plain"
                    label={words().chat.composer.removeImage(image.name)}
                    onClick={() => remove()(image.attachmentId)}
                  />
                </span>
              )}
            </Show>
          </li>
        )}
      </For>
    </ul>
  );
}

function StoredImage(props: { readonly image: ImageRef }) {
  const state = useAppState();
  const [url, setUrl] = createSignal<string>();
  const [isGone, setGone] = createSignal(false);
  let isLeft = false;
  state.turns.readImage(props.image.attachmentId).then(
    (blob) => {
      if (isLeft) return;
      if (blob) setUrl(URL.createObjectURL(blob));
      else setGone(true);
    },
    () => setGone(true),
  );
  onCleanup(() => {
    isLeft = true;
    const made = url();
    if (made) URL.revokeObjectURL(made);
  });
  return (
    <Show
      when={url()}
      fallback={
        <span class={styles['missing']}>
          {isGone() ? words().chat.imageGone(props.image.name) : props.image.name}
        </span>
      }
    >
      {(source) => <img src={source()} alt={props.image.name} />}
    </Show>
  );
}
