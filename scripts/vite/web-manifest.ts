// The web app manifest. All addresses are relative to the file itself. There is no `id` on purpose:
// it would be resolved against the origin's root, and two copies in two folders would be one app;
// without it the app is known by its start_url.
import type { ManifestOptions } from 'vite-plugin-pwa';

export const webManifest: Partial<ManifestOptions> = {
  name: 'Llantern',
  short_name: 'Llantern',
  description: 'Chat with the language models on your own machines',
  lang: 'en',
  dir: 'ltr',
  start_url: './',
  scope: './',
  display: 'standalone',
  background_color: '#15120e',
  theme_color: '#1b1712',
  categories: ['productivity', 'utilities'],
  icons: [
    { src: './icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' },
    { src: './icons/icon-192.png', sizes: '192x192', type: 'image/png', purpose: 'any' },
    { src: './icons/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'any' },
    { src: './icons/maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    {
      src: './icons/monochrome-512.png',
      sizes: '512x512',
      type: 'image/png',
      purpose: 'monochrome',
    },
  ],
  screenshots: [
    {
      src: './screenshots/wide.png',
      sizes: '1280x800',
      type: 'image/png',
      form_factor: 'wide',
      label: 'A session in Llantern',
    },
    {
      src: './screenshots/phone.png',
      sizes: '390x844',
      type: 'image/png',
      form_factor: 'narrow',
      label: 'The same session on a phone',
    },
  ],
  shortcuts: [
    {
      name: 'New session',
      url: './#/s/new',
      icons: [{ src: './icons/icon-192.png', sizes: '192x192', type: 'image/png' }],
    },
    {
      name: 'Connect a server',
      short_name: 'Connect',
      url: './#/connect',
      icons: [{ src: './icons/icon-192.png', sizes: '192x192', type: 'image/png' }],
    },
  ],
};
