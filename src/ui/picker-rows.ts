/** What a `PickerPanel` shows, as plain data: groups of options, flattened and filtered by words. */
import type { IconName } from './icon-paths.ts';

/** Something to switch on an option beside picking it, for pointers; keys need another way to it. */
export type PickerMark = {
  readonly id: string;
  readonly icon: IconName;
  readonly label: string;
  /** Off, it shows only on the option that is pointed at. */
  readonly isOn: boolean;
};

export type PickerFilter = {
  readonly id: string;
  readonly label: string;
  readonly isOn: boolean;
};

export type PickerOption = {
  /** Unique over all groups. */
  readonly id: string;
  readonly label: string;
  readonly detail?: string | undefined;
  readonly badges?: readonly string[] | undefined;
  readonly marks?: readonly PickerMark[] | undefined;
  readonly disabled?: boolean | undefined;
};

export type PickerGroup = {
  readonly id: string;
  readonly label: string;
  /** Beside the label. */
  readonly note?: string | undefined;
  /** A sentence under the label. */
  readonly hint?: string | undefined;
  readonly options: readonly PickerOption[];
};

export type PickerRow =
  | { readonly kind: 'group'; readonly key: string; readonly group: PickerGroup }
  | {
      readonly kind: 'option';
      readonly key: string;
      readonly option: PickerOption;
      readonly group: PickerGroup;
      /** Place among the options that are left, from 1. */
      readonly position: number;
    };

/** Every word of the query must occur somewhere in the option or its group's name. */
export function pickerRows(groups: readonly PickerGroup[], query: string): readonly PickerRow[] {
  const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const rows: PickerRow[] = [];
  let position = 0;
  for (const group of groups) {
    const options = group.options.filter((option) => matches(option, group, words));
    if (options.length === 0) continue;
    rows.push({ kind: 'group', key: `group:${group.id}`, group });
    for (const option of options) {
      position += 1;
      rows.push({ kind: 'option', key: `option:${option.id}`, option, group, position });
    }
  }
  return rows;
}

/** The next option that can be picked, from a row in a direction; wraps around. */
export function stepOption(rows: readonly PickerRow[], from: number, step: 1 | -1): number {
  for (let count = 1; count <= rows.length; count += 1) {
    const at = (((from + step * count) % rows.length) + rows.length) % rows.length;
    const row = rows[at];
    if (row?.kind === 'option' && !row.option.disabled) return at;
  }
  return -1;
}

function matches(option: PickerOption, group: PickerGroup, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const text = [option.label, option.detail ?? '', ...(option.badges ?? []), group.label]
    .join(' ')
    .toLocaleLowerCase();
  return words.every((word) => text.includes(word));
}
