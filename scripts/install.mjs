// Installs what is missing and says so: packages always, with `--browser` a browser for the tests,
// with `--build` a fresh build.
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { argv, env, execPath, platform, versions } from 'node:process';
import { ensureBrowser } from './browser.mjs';
import { ensureBuilt } from './built.mjs';
import { isMain, root, run, say, script } from './shell.mjs';

/** Runs `npm ci` where node_modules is missing or older than the lock. */
export async function ensureInstalled() {
  refuseOldNode();
  const lock = join(root, 'package-lock.json');
  const installed = join(root, 'node_modules', '.package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  say(
    existsSync(installed)
      ? 'the lock file is newer than node_modules, so I install the packages again (npm ci).'
      : 'nothing is installed yet, so I install the packages (npm ci). This takes a minute.',
  );
  // Development packages are needed to build, even where NODE_ENV says production.
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund'];
  const npm = env['npm_execpath'];
  const code = npm?.endsWith('.js')
    ? await run(execPath, [npm, ...args])
    : await run('npm', args, { shell: platform === 'win32' });
  if (code !== 0) throw new Error('npm ci failed, see above. Is the network there?');
}

function refuseOldNode() {
  const [major = 0, minor = 0] = versions.node.split('.').map(Number);
  if ((major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22) return;
  throw new Error(`Node ${versions.node} is too old: 20.19, 22.12 or newer is needed.`);
}

if (isMain(import.meta.url)) {
  await script(async () => {
    await ensureInstalled();
    if (argv.includes('--browser')) await ensureBrowser();
    if (argv.includes('--build')) await ensureBuilt();
  });
}
