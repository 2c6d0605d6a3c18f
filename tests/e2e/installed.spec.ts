import { expect } from '@playwright/test';
import { test } from './fixtures.ts';
import { connect, held, replyEnded, send } from './steps.ts';

test('it can be installed: the manifest stays in its folder and its pictures are there', async ({
  app,
}) => {
  const found = await app.evaluate(async () => {
    const link = document.querySelector<HTMLLinkElement>('link[rel="manifest"]');
    const address = link?.href ?? '';
    const manifest = await (await fetch(address)).json();
    const pictures = [...manifest.icons, ...manifest.screenshots].map(
      ({ src }: { src: string }) => new URL(src, address).href,
    );
    const answers = await Promise.all(pictures.map(async (url) => (await fetch(url)).status));
    return { manifest, answers };
  });
  expect(found.manifest).toMatchObject({ start_url: './', scope: './', display: 'standalone' });
  const purposes = found.manifest.icons.map(({ purpose }: { purpose: string }) => purpose);
  expect(purposes).toEqual(expect.arrayContaining(['any', 'maskable', 'monochrome']));
  expect(found.manifest.shortcuts.length).toBeGreaterThan(0);
  expect(new Set(found.answers)).toEqual(new Set([200]));
});

test('the screen is kept awake while a reply comes, and not after', async ({ app, ollama }) => {
  await app.addInitScript(() => {
    const request = async () => {
      document.documentElement.dataset['awake'] = 'yes';
      const lock = new EventTarget() as WakeLockSentinel; // as much of one as the app uses
      const release = async () => {
        document.documentElement.dataset['awake'] = 'no';
      };
      return Object.assign(lock, { release, released: false });
    };
    Object.defineProperty(navigator, 'wakeLock', { value: { request } });
  });
  await app.reload();
  await connect(app, ollama);
  ollama.say({ text: 'one two three four five six', pauseAfterTokens: 2 });
  await send(app, 'Slowly, please');
  await held(ollama);
  await expect(app.locator('html')).toHaveAttribute('data-awake', 'yes');
  ollama.release('pause');
  await replyEnded(app);
  await expect(app.locator('html')).toHaveAttribute('data-awake', 'no');
});
