// Draws the icons: one lantern, four dresses. Writes public/icon.svg and the PNG files beside it with
// the Chromium of the tests. Run it after a change to the drawing: node tools/icons/render.mjs
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { chromiumLaunch, ownChromiumPath } from '../../scripts/browser.mjs';
import { root } from '../../scripts/shell.mjs';

const night = '#1b1712';
const amber = '#f0a73a';
const glow = '#ffe2ae';

/** The lantern on a field of 512: ring, cap, glass with its flame, foot. */
const frame = `
  <path d="M200 132a56 56 0 0 1 112 0" />
  <path d="M188 164h136l28 44H160z" />
  <path d="M172 208c-20 40-24 106 0 152h168c24-46 20-112 0-152" />
  <path d="M156 400h200" />
  <path d="M184 360l-12 40M328 360l12 40" />`;
const flame =
  'M256 226c34 38 44 58 44 80a44 44 0 0 1-88 0c0-12 4-24 12-34 4 10 10 15 16 17 2-22 6-42 16-63z';
const heart = 'M257 294c13 14 17 22 17 30a18 18 0 0 1-36 0c0-9 7-16 19-30z';

/** @param {{ stroke: string, fill: string, inner: string }} colours */
const lantern = ({ stroke, fill, inner }) => `
  <g fill="none" stroke="${stroke}" stroke-width="22" stroke-linecap="round" stroke-linejoin="round">${frame}
  </g>
  <path d="${flame}" fill="${fill}" />
  <path d="${heart}" fill="${inner}" />`;

const lit = lantern({ stroke: amber, fill: amber, inner: glow });
const light = `
  <defs>
    <radialGradient id="light" cx="256" cy="300" r="230" gradientUnits="userSpaceOnUse">
      <stop offset="0" stop-color="#f0a73a" stop-opacity=".34" />
      <stop offset="1" stop-color="#f0a73a" stop-opacity="0" />
    </radialGradient>
  </defs>`;

/** @param {string} content */
const svg = (content) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512">${content}\n</svg>\n`;

/** @param {number} scale about the middle */
const scaled = (scale, /** @type {string} */ content) =>
  `\n  <g transform="translate(256 256) scale(${scale}) translate(-256 -252)">${content}\n  </g>`;

/** @param {number} radius of the corners */
const field = (radius) =>
  `${light}\n  <rect width="512" height="512" rx="${radius}" fill="${night}" />` +
  `\n  <rect width="512" height="512" rx="${radius}" fill="url(#light)" />`;

const icon = svg(field(112) + scaled(1.12, lit));
/** Launchers cut circles of 80 %, so the lantern stays well inside. */
const maskable = svg(field(0) + scaled(0.86, lit));
const fullBleed = svg(field(0) + scaled(1.06, lit));
/** Only the alpha channel counts; the heart of the flame is a hole. */
const monochrome = svg(`
  <mask id="holes">
    <rect width="512" height="512" fill="#fff" />${scaled(1, `<path d="${heart}" fill="#000" />`)}
  </mask>
  <g mask="url(#holes)">${scaled(1, lantern({ stroke: '#fff', fill: '#fff', inner: '#fff' }))}
  </g>`);

const pictures = [
  { name: 'icon-192', sizePixels: 192, source: icon },
  { name: 'icon-512', sizePixels: 512, source: icon },
  { name: 'maskable-512', sizePixels: 512, source: maskable },
  { name: 'monochrome-512', sizePixels: 512, source: monochrome },
  { name: 'apple-touch-icon-180', sizePixels: 180, source: fullBleed },
];

const folder = join(root, 'public', 'icons');
mkdirSync(folder, { recursive: true });
writeFileSync(join(root, 'public', 'icon.svg'), icon);
const browser = await chromium.launch(chromiumLaunch(ownChromiumPath(chromium)));
for (const { name, sizePixels, source } of pictures) {
  const page = await browser.newPage({ viewport: { width: sizePixels, height: sizePixels } });
  await page.setContent(`<style>body{margin:0}svg{display:block}</style>${source}`);
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path, omitBackground: true });
  await page.close();
  console.log(path.slice(root.length + 1));
}
await browser.close();
