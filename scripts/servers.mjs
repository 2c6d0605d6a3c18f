// npm run servers: the scripted model servers of the tests, for trying the app by hand.
import { argv } from 'node:process';
import { ensureInstalled } from './install.mjs';
import { root, script } from './shell.mjs';

await script(async () => {
  await ensureInstalled();
  const { runnerImport } = await import('vite');
  const { module } = await runnerImport('./tests/servers/main.ts', {
    root,
    configFile: false,
    logLevel: 'warn',
  });
  await module.main(argv.slice(2));
});
