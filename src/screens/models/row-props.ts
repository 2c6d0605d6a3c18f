/** What every row of the windowed list is handed. */
export type RowProps = {
  readonly id: string;
  /** In the whole list, from 0. */
  readonly place: number;
  readonly total: number;
  /** The one that Tab stops at. */
  readonly isActive: boolean;
  /** The pointer or the focus is on it. */
  readonly showsActions: boolean;
  readonly onPoint: () => void;
  readonly onFocus: () => void;
};
