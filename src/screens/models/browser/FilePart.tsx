/** GGUF files picked or dropped: their heads tell what they are before anything is copied. */
import { createSignal, For, Show } from 'solid-js';
import { nameOfFile } from '../../../domain/page-model-source.ts';
import { faultText } from '../../../i18n/fault-text.ts';
import { formatBytes, formatNumber } from '../../../i18n/format.ts';
import { words } from '../../../i18n/i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { IconButton } from '../../../ui/IconButton.tsx';
import styles from './AddModel.module.css';
import type { Adding } from './create-adding.ts';
import { FitMark } from './FitMark.tsx';
import { createPickedFiles, type PickedLook } from './picked-files.ts';

export type FilePartProps = { readonly adding: Adding; readonly onAdded: () => void };

type Read = Extract<PickedLook, { is: 'read' }>;

export function FilePart(props: FilePartProps) {
  const picked = createPickedFiles();
  const [isOver, setOver] = createSignal(false);
  let input: HTMLInputElement | undefined;
  const t = () => words().browserModels.file;
  const as = <Is extends PickedLook['is']>(is: Is) => {
    const now = picked.look();
    return now.is === is ? (now as Extract<PickedLook, { is: Is }>) : undefined; // by the line's own test
  };
  const nameOf = (files: readonly File[]) => {
    const [first] = files;
    const name = first?.name ?? '';
    return files.length > 1 ? t().several(name, files.length) : name;
  };
  const add = async ({ files }: Read) => {
    if (!(await props.adding.takeIn(files))) return;
    picked.clear();
    props.onAdded();
  };
  return (
    <section class={styles['part']} aria-labelledby="browser-file">
      {/* Dropping is a way for a mouse; the button does the same for everybody. */}
      <fieldset
        class={styles['drop']}
        aria-labelledby="browser-file"
        data-over={isOver() ? '' : undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          void picked.pick([...(event.dataTransfer?.files ?? [])]);
        }}
      >
        <h3 id="browser-file">{t().title}</h3>
        <p class={styles['quiet']}>{t().drop}</p>
        <div class={styles['actions']}>
          <Button size="small" icon="file" onClick={() => input?.click()}>
            {picked.look().is === 'none' ? t().choose : t().chooseOther}
          </Button>
          <Show when={picked.look().is !== 'none'}>
            <IconButton icon="close" size="small" label={t().remove} onClick={picked.clear} />
          </Show>
        </div>
        <input
          ref={(element) => {
            input = element;
          }}
          hidden
          multiple
          type="file"
          aria-label={t().choose}
          accept=".gguf"
          onChange={(event) => {
            void picked.pick([...(event.currentTarget.files ?? [])]);
            // The same file may be picked again after it was mended.
            event.currentTarget.value = '';
          }}
        />
        <div role="status">
          <Show when={as('reading')}>{(now) => <p>{t().reading(nameOf(now().files))}</p>}</Show>
          <Show when={as('refused')}>
            {(now) => (
              <p class={styles['wrong']}>
                <Icon name="warning" size="small" />
                <span>
                  <b>{nameOf(now().files)}</b>: {faultText(now().fault).title}.{' '}
                  {faultText(now().fault).next}
                </span>
              </p>
            )}
          </Show>
        </div>
        <Show when={as('read')}>
          {(now) => (
            <>
              <dl class={styles['facts']}>
                <For each={factsOf(now())}>
                  {([name, value]) => (
                    <div>
                      <dt>{name}</dt>
                      <dd>{value}</dd>
                    </div>
                  )}
                </For>
              </dl>
              <div class={styles['actions']}>
                <Button
                  variant="primary"
                  disabled={props.adding.isBusy()}
                  aria-label={t().addOne(nameOf(now().files))}
                  onClick={() => void add(now())}
                >
                  {t().add}
                </Button>
                <span class={styles['quiet']}>{t().copied(formatBytes(now().sizeBytes))}</span>
                <FitMark weightsBytes={now().sizeBytes} />
              </div>
            </>
          )}
        </Show>
      </fieldset>
    </section>
  );
}

function factsOf({ files, facts, sizeBytes }: Read): readonly (readonly [string, string])[] {
  const t = words().browserModels.file;
  const { architecture, quantization, contextLength, license } = facts;
  const pairs: readonly (readonly [string, string | undefined])[] = [
    [t.facts.name, nameOfFile(files[0]?.name ?? '')],
    [t.facts.size, formatBytes(sizeBytes)],
    [t.facts.architecture, architecture],
    [t.facts.quantization, quantization],
    [
      t.facts.context,
      contextLength === undefined ? undefined : t.tokens(formatNumber(contextLength)),
    ],
    [t.facts.license, license],
  ];
  return pairs.flatMap(([name, value]) => (value ? [[name, value] as const] : []));
}
