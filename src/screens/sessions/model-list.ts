/** The models of all connections as the picker lists them: favourites, those that any server may answer for, then by server. */
import { anyServer } from '../../domain/any-server.ts';
import type { ConnectionView } from '../../domain/connection.ts';
import type { CatalogueView, Category, ModelRef, ModelView, Price } from '../../domain/model.ts';
import { categoriesOf } from '../../domain/model-category.ts';
import { modelTitle } from '../../domain/model-title.ts';
import { formatAgo, formatBytes, formatNumber } from '../../i18n/format.ts';
import { words } from '../../i18n/i18n.ts';
import type { PickerGroup, PickerMark, PickerOption } from '../../ui/picker-rows.ts';
import { canChat } from './chat-model.ts';

export type ModelListInput = {
  readonly connections: readonly ConnectionView[];
  readonly catalogues: readonly CatalogueView[];
  readonly chosen: ModelRef | undefined;
  readonly defaultModel: ModelRef | null;
  readonly kind: Category | 'all';
  readonly showsHidden: boolean;
  readonly nowAt: number;
};

export type ModelList = {
  readonly groups: readonly PickerGroup[];
  readonly refsById: ReadonlyMap<string, ModelRef>;
  /** The kinds there is a model of. */
  readonly kinds: ReadonlySet<Category>;
  readonly hiddenCount: number;
};

type Offer = {
  readonly connection: ConnectionView;
  readonly model: ModelView;
  readonly kinds: readonly Category[];
  readonly option: PickerOption;
};

/** Unique over all connections; read back by looking it up, never by cutting apart. */
export function optionId({ connectionId, name }: ModelRef): string {
  return `${connectionId}/${name}`;
}

export function listModels(input: ModelListInput): ModelList {
  const refsById = new Map<string, ModelRef>();
  const kinds = new Set<Category>();
  const namesTaken = new Map<string, ConnectionView[]>();
  const favourites: Offer[] = [];
  const groups: PickerGroup[] = [];
  let hiddenCount = 0;
  for (const connection of input.connections) {
    if (!connection.enabled) continue;
    const list = input.catalogues.find((each) => each.connectionId === connection.id);
    const own: Offer[] = [];
    for (const model of list?.models ?? []) {
      const offer = offerOf(connection, model, input);
      for (const kind of offer.kinds) kinds.add(kind);
      if (model.isHidden) hiddenCount += 1;
      if (!isShown(offer, input)) continue;
      refsById.set(offer.option.id, { connectionId: connection.id, name: model.name });
      if (!offer.option.disabled) {
        namesTaken.set(model.name, [...(namesTaken.get(model.name) ?? []), connection]);
      }
      (model.isFavourite ? favourites : own).push(offer);
    }
    groups.push({
      id: connection.id,
      label: connection.name,
      note: list ? words().later.picker.age(formatAgo(list.fetchedAt, input.nowAt)) : undefined,
      options: sorted(own).map(({ option }) => option),
    });
  }
  const routed = routedGroup(namesTaken, input);
  for (const option of routed.options) {
    refsById.set(option.id, { connectionId: anyServer, name: option.label });
  }
  return {
    groups: [favouriteGroup(favourites), routed, ...groups],
    refsById,
    kinds,
    hiddenCount,
  };
}

function isShown({ kinds, model, option }: Offer, input: ModelListInput): boolean {
  if (model.isHidden && !input.showsHidden) return false;
  return input.kind === 'all' ? !option.disabled : kinds.includes(input.kind);
}

function favouriteGroup(offers: readonly Offer[]): PickerGroup {
  return {
    id: 'favourites',
    label: words().later.picker.favourites,
    options: sorted(offers).map(({ option, connection }) => ({
      ...option,
      detail: [connection.name, option.detail].filter(Boolean).join(' · '),
    })),
  };
}

/** Models that at least two servers have, and the one that is chosen so. */
function routedGroup(
  byName: ReadonlyMap<string, readonly ConnectionView[]>,
  input: ModelListInput,
): PickerGroup {
  const text = words().later.picker;
  const chosen = input.chosen?.connectionId === anyServer ? input.chosen.name : undefined;
  const names = [...byName].filter(([name, able]) => able.length > 1 || name === chosen);
  if (chosen !== undefined && !byName.has(chosen)) names.push([chosen, []]);
  return {
    id: anyServer,
    label: text.any,
    hint: text.anyHint,
    options: names
      .map(([name, able]) => ({
        id: optionId({ connectionId: anyServer, name }),
        label: name,
        detail: text.servers(able.length, able.map((each) => each.name).join(', ')),
        badges: defaultBadge(input, { connectionId: anyServer, name }),
      }))
      .toSorted((a, b) => collator.compare(a.label, b.label)),
  };
}

function offerOf(connection: ConnectionView, model: ModelView, input: ModelListInput): Offer {
  const text = words().later.picker;
  const kinds = categoriesOf(model);
  const talks = canChat({ ...model, categories: [...kinds] });
  const ref = { connectionId: connection.id, name: model.name };
  const title = model.title ?? modelTitle(model.name);
  const option = {
    id: optionId(ref),
    label: title,
    detail: detailOf(model, title),
    badges: [
      ...(talks ? [] : [text.notForChat]),
      ...(model.isHidden ? [text.hidden] : []),
      ...defaultBadge(input, ref),
      ...stateBadge(model),
      ...(model.abilities ?? [])
        .filter((each) => each !== 'completion')
        .map((each) => text.abilities[each]),
    ],
    marks: talks ? marksOf(model) : [],
    disabled: !talks,
  };
  return { connection, model, kinds, option };
}

function marksOf(model: ModelView): readonly PickerMark[] {
  const text = words().later.picker;
  return [
    {
      id: 'hidden',
      icon: model.isHidden ? 'eye' : 'eye-off',
      label: model.isHidden ? text.show(model.name) : text.hide(model.name),
      isOn: false,
    },
    { id: 'favourite', icon: 'star', label: text.favour(model.name), isOn: model.isFavourite },
  ];
}

function defaultBadge({ defaultModel }: ModelListInput, ref: ModelRef): readonly string[] {
  const isDefault = defaultModel !== null && optionId(defaultModel) === optionId(ref);
  return isDefault ? [words().later.picker.isDefault] : [];
}

function stateBadge(model: ModelView): readonly string[] {
  const state = model.state ?? (model.loaded ? 'loaded' : 'unloaded');
  return state === 'unloaded' ? [] : [words().later.picker.states[state]];
}

function detailOf(model: ModelView, title: string): string {
  const text = words().later.picker;
  return [
    // The name requests carry, or the folder where it is the path of a file.
    model.title === undefined ? model.name.slice(0, -title.length) : model.name,
    model.parameterSize,
    model.quantization,
    model.sizeBytes === undefined ? undefined : formatBytes(model.sizeBytes),
    model.contextLength === undefined ? undefined : text.context(formatNumber(model.contextLength)),
    model.price && priceWords(model.price),
  ]
    .filter((each) => each !== undefined && each !== '')
    .join(' · ');
}

function priceWords({ input, output }: Price): string {
  const text = words().later.picker;
  return input === 0 && output === 0 ? text.free : text.price(dollars(input), dollars(output));
}

/** As vendors write prices: 15, 2.5, 0.075. */
function dollars(amount: number): string {
  return String(Number(amount.toPrecision(3)));
}

/** One for all: making one for every comparison costs more than comparing. */
const collator = new Intl.Collator(undefined, { numeric: true });

function sorted(offers: readonly Offer[]): readonly Offer[] {
  return offers.toSorted((a, b) => collator.compare(a.option.label, b.option.label));
}
