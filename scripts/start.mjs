// npm start: from a fresh clone to the app at its address.
import { ensureBuilt } from './built.mjs';
import { ensureInstalled } from './install.mjs';
import { serveApp } from './serve.mjs';
import { script } from './shell.mjs';

await script(async () => {
  await ensureInstalled();
  await ensureBuilt();
  await serveApp();
});
