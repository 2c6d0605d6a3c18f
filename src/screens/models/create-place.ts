/**
 * Where a windowed list stands in what scrolls: the scroller is the work area itself, so that on a small screen what is
 * above the list scrolls away. Known once it is laid out.
 */
import { type Accessor, createSignal, onCleanup } from 'solid-js';

export type Place = { readonly scroller: HTMLElement; readonly marginPx: number };

export type PlaceWatch = {
  readonly place: Accessor<Place | undefined>;
  /** Of the element that holds the list. */
  readonly ref: (element: HTMLElement) => void;
};

export function createPlace(): PlaceWatch {
  const [place, setPlace] = createSignal<Place | undefined>(undefined, {
    equals: (a, b) => a?.scroller === b?.scroller && a?.marginPx === b?.marginPx,
  });
  return {
    place,
    ref: (element) => {
      const measure = () => {
        const scroller = element.closest('main');
        if (!scroller) return;
        const { top } = element.getBoundingClientRect();
        const from = scroller.getBoundingClientRect().top;
        setPlace({ scroller, marginPx: Math.round(top - from + scroller.scrollTop) });
        // What stands above the list may grow, and the whole screen with it.
        if (scroller.firstElementChild) sized.observe(scroller.firstElementChild);
      };
      const sized = new ResizeObserver(measure);
      sized.observe(element);
      onCleanup(() => sized.disconnect());
    },
  };
}
