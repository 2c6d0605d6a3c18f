/** A GGUF picked or dropped: its head is read here, so that nobody uploads for an hour what the server will not take. */
import { createSignal, For, Show } from 'solid-js';
import { faultText } from '../../../i18n/fault-text.ts';
import { words } from '../../../i18n/i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { IconButton } from '../../../ui/IconButton.tsx';
import { FitLine } from '../fit/FitLine.tsx';
import type { Creating } from './create-creating.ts';
import styles from './GgufField.module.css';
import { fileFacts, fileWarning } from './gguf-words.ts';

export type GgufFieldProps = {
  readonly creating: Creating;
  readonly use: 'model' | 'adapter';
  readonly isMissing?: boolean | undefined;
};

export function GgufField(props: GgufFieldProps) {
  const [isOver, setOver] = createSignal(false);
  let input: HTMLInputElement | undefined;
  const t = () => words().create.file;
  const look = () => props.creating.gguf.look();
  const read = () => {
    const now = look();
    return now.is === 'read' ? now : undefined;
  };
  const refused = () => {
    const now = look();
    return now.is === 'refused' ? now : undefined;
  };
  const reading = () => {
    const now = look();
    return now.is === 'reading' ? now.name : undefined;
  };
  /** Its name came with a draft; the file itself has to be picked once more. */
  const forgotten = () => {
    const { picked } = props.creating.form();
    return look().is === 'none' && picked !== '' ? picked : undefined;
  };
  const take = (file: File | undefined) => {
    if (file) void props.creating.pickFile(file);
  };
  const hasFile = () => look().is !== 'none' || forgotten() !== undefined;
  return (
    <div class={styles['file']}>
      {/* Dropping is a way for a mouse; the button does the same for everybody. */}
      <fieldset
        class={styles['drop']}
        data-over={isOver() ? '' : undefined}
        data-wrong={props.isMissing ? '' : undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          take(event.dataTransfer?.files[0]);
        }}
      >
        <legend class={styles['label']}>
          {props.use === 'model' ? t().label : t().adapterLabel}
        </legend>
        <p class={styles['quiet']} hidden={read() !== undefined}>
          <Show when={forgotten()} fallback={props.use === 'model' ? t().drop : t().adapterHint}>
            {(name) => t().again(name())}
          </Show>
        </p>
        <Show when={read()}>{(now) => <p class={styles['name']}>{now().file.name}</p>}</Show>
        <div class={styles['actions']}>
          <Button
            size="small"
            icon="file"
            aria-invalid={props.isMissing ? 'true' : undefined}
            onClick={() => input?.click()}
          >
            {hasFile() ? t().chooseOther : t().choose}
          </Button>
          <Show when={hasFile()}>
            <IconButton
              icon="close"
              size="small"
              label={t().remove}
              onClick={() => props.creating.dropFile()}
            />
          </Show>
        </div>
        <input
          ref={(element) => {
            input = element;
          }}
          hidden
          type="file"
          aria-label={t().choose}
          accept=".gguf"
          onChange={(event) => {
            take(event.currentTarget.files?.[0]);
            // The same file may be picked again after it was mended.
            event.currentTarget.value = '';
          }}
        />
      </fieldset>
      <div role="status">
        <Show when={props.isMissing}>
          <p class={styles['wrong']}>{t().missing}</p>
        </Show>
        <Show when={reading()}>{(name) => <p>{t().reading(name())}</p>}</Show>
        <Show when={refused()}>
          {(now) => (
            <p class={styles['wrong']}>
              <Icon name="warning" size="small" />
              <span>
                <b>{now().name}</b>: {faultText(now().fault).title}. {faultText(now().fault).next}
              </span>
            </p>
          )}
        </Show>
      </div>
      <Show when={read()}>
        {(now) => (
          <>
            <dl class={styles['facts']}>
              <For each={fileFacts(now())}>
                {([name, value]) => (
                  <div>
                    <dt>{name}</dt>
                    <dd>{value}</dd>
                  </div>
                )}
              </For>
            </dl>
            <Show when={fileWarning(now(), props.use)}>
              {(warning) => <p class={styles['warn']}>{warning()}</p>}
            </Show>
            <Show when={props.use === 'model' && props.creating.server()}>
              {(server) => (
                <FitLine
                  connectionId={server().id}
                  sizeBytes={now().header.weightsBytes}
                  info={now().header.metadata}
                />
              )}
            </Show>
          </>
        )}
      </Show>
    </div>
  );
}
