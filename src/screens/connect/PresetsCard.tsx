/** Clouds and other servers by name. Closed it is one calm line; open it is a list, then the form of what was chosen. */
import { createSignal, Match, Show, Switch } from 'solid-js';
import { presetById, presets } from '../../domain/presets.ts';
import { words } from '../../i18n/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { CustomForm } from './CustomForm.tsx';
import { LazyPlainForm } from './LazyPlainForm.tsx';
import { PageKindForm } from './PageKindForm.tsx';
import { PresetForm } from './PresetForm.tsx';
import { PresetGrid } from './PresetGrid.tsx';
import { PresetRefusal } from './PresetRefusal.tsx';
import styles from './PresetsCard.module.css';
import type { ServerChoice } from './preset-list.ts';

export type PresetsCardProps = {
  /** A preset asked for by the address of this page. */
  readonly wanted: string | undefined;
  readonly onSay: (text: string) => void;
  /** It answers and has a model: a session can begin. */
  readonly onReady: (id: string, name: string) => void;
  readonly onDoctor: (id: string) => void;
};

export function PresetsCard(props: PresetsCardProps) {
  const wanted = presetById(props.wanted);
  const [isOpen, setOpen] = createSignal(wanted !== undefined);
  const [choice, setChoice] = createSignal<ServerChoice | undefined>(
    wanted && { is: 'preset', preset: wanted },
  );
  const [query, setQuery] = createSignal('');
  const t = () => words().presets.card;
  let card: HTMLElement | undefined;
  const choose = (next: ServerChoice | undefined) => {
    setChoice(next);
    props.onSay('');
    // What was pressed is gone; the form's own heading is where reading goes on.
    queueMicrotask(() => {
      card?.querySelector<HTMLElement>(next ? 'h3' : 'h2')?.focus({ preventScroll: true });
      card?.scrollIntoView({ block: 'start' });
    });
  };
  const chooseProxy = () => {
    const preset = presetById('litellm');
    if (preset) choose({ is: 'preset', preset });
  };
  const chosenPreset = () => {
    const now = choice();
    return now?.is === 'preset' ? now.preset : undefined;
  };
  const isOther = (is: ServerChoice['is']) => choice()?.is === is;
  const form = { onSay: props.onSay, onReady: props.onReady, onDoctor: props.onDoctor };
  return (
    <section
      ref={(element) => {
        card = element;
      }}
      class={styles['card']}
      aria-labelledby="connect-presets"
    >
      <div class={styles['head']}>
        <div class={styles['words']}>
          <h2 id="connect-presets" tabindex={-1}>
            {t().title}
          </h2>
          <Show when={!choice()}>
            <p>{t().text}</p>
          </Show>
        </div>
        <Show
          when={choice()}
          fallback={
            <Button aria-expanded={isOpen()} onClick={() => setOpen(!isOpen())}>
              {isOpen() ? t().close : t().open(presets.length)}
            </Button>
          }
        >
          <Button icon="chevron-left" onClick={() => choose(undefined)}>
            {t().back}
          </Button>
        </Show>
      </div>
      <Show when={isOpen()}>
        <Switch fallback={<PresetGrid query={query()} onQuery={setQuery} onChoose={choose} />}>
          <Match when={chosenPreset()?.reach.answers === 'no' && chosenPreset()}>
            {(preset) => <PresetRefusal preset={preset()} onProxy={chooseProxy} />}
          </Match>
          <Match when={chosenPreset()} keyed>
            {(preset) => <PresetForm preset={preset} {...form} />}
          </Match>
          <Match when={isOther('custom')}>
            <CustomForm {...form} />
          </Match>
          <Match when={isOther('plain')}>
            <LazyPlainForm {...form} />
          </Match>
          <Match when={isOther('browser')}>
            <PageKindForm {...form} kind="browser" />
          </Match>
          <Match when={isOther('built-in')}>
            <PageKindForm {...form} kind="built-in" />
          </Match>
        </Switch>
      </Show>
    </section>
  );
}
