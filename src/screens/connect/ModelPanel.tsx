import { Show } from 'solid-js';
import type { Ability, Category, ModelView } from '../../domain/model.ts';
import { categoriesOf } from '../../domain/model-category.ts';
import { words } from '../../i18n/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { AmountField } from './AmountField.tsx';
import { CheckChips } from './CheckChips.tsx';
import { type FactsDraft, noFacts, noLimits } from './connection-draft.ts';
import type { Editor } from './create-editor.ts';
import styles from './EditorFields.module.css';
import { LimitFields } from './LimitFields.tsx';
import { abilityChoices, categoryChoices } from './model-choices.ts';

export type ModelPanelProps = {
  readonly editor: Editor;
  readonly name: string;
  readonly model: ModelView | undefined;
};

type TypedFact = Exclude<keyof FactsDraft, 'categories' | 'abilities'>;

/** What is said of one model. An empty field stands for what the server or the table of known models tells. */
export function ModelPanel(props: ModelPanelProps) {
  const t = () => words().presets.models;
  const facts = () => props.editor.draft().facts[props.name] ?? noFacts;
  const limits = () => props.editor.draft().modelLimits[props.name] ?? noLimits;
  const change = (part: Partial<FactsDraft>) => props.editor.changeFacts(props.name, part);
  const hasOwn = () => Object.values(facts()).some((each) => each !== '' && each !== undefined);
  /** What the list shows, unless that is what the person said before. */
  const known = (name: TypedFact, value: number | undefined): string => {
    const said = props.editor.connection.modelFacts[props.name];
    const isOwn =
      name === 'contextLength' || name === 'maxOutput' ? said?.[name] : said?.price?.[name];
    return value === undefined || isOwn !== undefined ? t().unknown : String(value);
  };
  const amount = (name: TypedFact, label: string, value: number | undefined) => (
    <AmountField
      label={label}
      fallback={known(name, value)}
      isWhole={name === 'contextLength' || name === 'maxOutput'}
      error={props.editor.problem(`facts/${props.name}.${name}`)}
      value={facts()[name]}
      onInput={(text) => change({ [name]: text })}
    />
  );
  const categories = (): readonly Category[] =>
    facts().categories ?? (props.model ? categoriesOf(props.model) : []);
  const abilities = (): readonly Ability[] => facts().abilities ?? props.model?.abilities ?? [];
  const from = (own: readonly string[] | undefined) => (own ? t().yours : t().asKnown);
  return (
    <div class={styles['stack']}>
      <p class={styles['quiet']}>{t().panelHint}</p>
      <div class={styles['grid']}>
        {amount('contextLength', t().contextLength, props.model?.contextLength)}
        {amount('maxOutput', t().maxOutput, props.model?.maxOutput)}
      </div>
      <CheckChips
        label={t().categories}
        note={from(facts().categories)}
        options={categoryChoices.map((value) => ({ value, label: t().categoryNames[value] }))}
        chosen={categories()}
        onChange={(chosen) => change({ categories: chosen })}
      />
      <CheckChips
        label={t().abilities}
        note={from(facts().abilities)}
        options={abilityChoices.map((value) => ({ value, label: t().abilityNames[value] }))}
        chosen={abilities()}
        onChange={(chosen) => change({ abilities: chosen })}
      />
      <div class={styles['grid']}>
        {amount('input', t().priceInput, props.model?.price?.input)}
        {amount('output', t().priceOutput, props.model?.price?.output)}
        {amount('cachedInput', t().priceCached, props.model?.price?.cachedInput)}
      </div>
      <Show when={hasOwn()}>
        <div>
          <Button size="small" onClick={() => change(noFacts)}>
            {t().reset}
          </Button>
        </div>
      </Show>
      <h4 class={styles['subtitle']}>{t().limits}</h4>
      <LimitFields
        value={limits()}
        problem={(name) => props.editor.problem(`limits/${props.name}.${name}`)}
        onChange={(next) => props.editor.changeModelLimits(props.name, next)}
      />
    </div>
  );
}
