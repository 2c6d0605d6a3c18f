/**
 * The router takes no order for the place it is at, not even while it is on its way to another: who goes back before a
 * screen has come would see that screen under the old address. What the address says when it has arrived goes.
 */
import { useIsRouting, useLocation, useNavigate } from '@solidjs/router';
import { createEffect, on } from 'solid-js';

export function keepAddress(): void {
  const isRouting = useIsRouting();
  const place = useLocation();
  const navigate = useNavigate();
  createEffect(
    on(
      isRouting,
      (isOnItsWay) => {
        if (isOnItsWay) return;
        const { pathname, search } = new URL(location.hash.slice(1) || '/', location.origin);
        if (pathname + search !== place.pathname + place.search)
          navigate(pathname + search, { replace: true, scroll: false });
      },
      { defer: true },
    ),
  );
}
