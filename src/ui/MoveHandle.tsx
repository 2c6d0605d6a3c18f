import { createSignal } from 'solid-js';
import { draggedSteps } from './dragged-steps.ts';
import styles from './MoveHandle.module.css';

export type MoveHandleProps = {
  readonly label: string;
  /** By so many places, down where positive. */
  readonly onMove: (steps: number) => void;
};

type Drag = { readonly startY: number; readonly middles: readonly number[]; readonly from: number };

/** Takes a row of a list to another place: dragged by a pointer, or by the arrow keys. */
export function MoveHandle(props: MoveHandleProps) {
  const [drag, setDrag] = createSignal<Drag>();
  const rowOf = (element: Element) => element.closest('li');
  const start = (event: PointerEvent & { currentTarget: HTMLElement }) => {
    const row = rowOf(event.currentTarget);
    const rows = [...(row?.parentElement?.children ?? [])];
    if (!row || event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const middles = rows.map((each) => {
      const { top, height } = each.getBoundingClientRect();
      return top + height / 2;
    });
    setDrag({ startY: event.clientY, middles, from: rows.indexOf(row) });
    row.dataset['dragged'] = '';
  };
  const follow = (event: PointerEvent & { currentTarget: HTMLElement }) => {
    const now = drag();
    const row = rowOf(event.currentTarget);
    if (now && row) row.style.setProperty('translate', `0 ${event.clientY - now.startY}px`);
  };
  const end = (event: PointerEvent & { currentTarget: HTMLElement }, isDropped: boolean) => {
    const now = drag();
    const row = rowOf(event.currentTarget);
    setDrag(undefined);
    row?.style.removeProperty('translate');
    if (row) delete row.dataset['dragged'];
    if (!now || !isDropped) return;
    const steps = draggedSteps(now.middles, now.from, event.clientY - now.startY);
    if (steps !== 0) props.onMove(steps);
  };
  const press = (event: KeyboardEvent) => {
    const steps = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (steps === undefined) return;
    event.preventDefault();
    props.onMove(steps);
  };
  return (
    <button
      type="button"
      class={styles['handle']}
      aria-label={props.label}
      title={props.label}
      onPointerDown={start}
      onPointerMove={follow}
      onPointerUp={(event) => end(event, true)}
      onPointerCancel={(event) => end(event, false)}
      onKeyDown={press}
    >
      <span class={styles['grip']} />
    </button>
  );
}
