// Which Chromium the tests drive: CHROMIUM_PATH, Playwright's own, or the system's. Used by the
// Playwright configurations and, before a run, to fetch a browser where there is none.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { env, getuid, platform } from 'node:process';
import { run, runPackage, say } from './shell.mjs';

const DOWNLOAD_LIMIT_MS = 10 * 60_000;

const systemPaths = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ...['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => {
    const folder = env[name];
    return folder ? [join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe')] : [];
  }),
];

/**
 * Options for `chromium.launch`. An absent `executablePath` means Playwright's own build, in which
 * case the channel asks for the full browser: the headless shell lacks permissions we test.
 * @param {string | undefined} ownPath what `chromium.executablePath()` says
 * @returns {{ executablePath?: string, channel?: string, args: string[] }}
 */
export function chromiumLaunch(ownPath) {
  const found = findChromium(ownPath);
  const args = [
    ...(isRoot() ? ['--no-sandbox'] : []),
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
  return found === undefined || found === ownPath
    ? { channel: 'chromium', args }
    : { executablePath: found, args };
}

/**
 * @param {string | undefined} ownPath
 * @returns {string | undefined}
 */
function findChromium(ownPath) {
  const chosen = env['CHROMIUM_PATH'];
  if (chosen) return chosen;
  return [ownPath, ...systemPaths].find((path) => path !== undefined && starts(path));
}

/** @param {string} path a browser that lacks its system libraries is as good as none */
function starts(path) {
  if (!existsSync(path)) return false;
  if (platform === 'win32') return true; // there `--version` opens a window
  return spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 20_000 }).status === 0;
}

/** Finds a Chromium, or fetches Playwright's own, or installs Debian's. Says what it does. */
export async function ensureBrowser() {
  const ownPath = await playwrightPath();
  const found = findChromium(ownPath);
  if (found !== undefined) {
    say(`the tests use the browser ${found === ownPath ? 'of Playwright' : `at ${found}`}.`);
    return;
  }
  say("no Chromium or Chrome here, so I fetch Playwright's own.");
  await runPackage('@playwright/test', ['install', 'chromium', '--no-shell'], {
    command: 'playwright',
    timeoutMs: DOWNLOAD_LIMIT_MS,
  });
  if (findChromium(ownPath) !== undefined) return;
  if (isRoot() && existsSync('/etc/debian_version')) {
    say("Playwright's browser cannot be had or does not start, so I install Debian's (apt-get).");
    await run('apt-get', ['update']);
    await run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], {
      env: { DEBIAN_FRONTEND: 'noninteractive' },
    });
    if (findChromium(ownPath) !== undefined) return;
  }
  throw new Error(
    'no browser for the tests. Install Chromium or Chrome, or set CHROMIUM_PATH to one.',
  );
}

async function playwrightPath() {
  const { chromium } = await import('@playwright/test');
  return ownChromiumPath(chromium);
}

/**
 * Playwright throws instead of answering on systems it has no build for.
 * @param {{ executablePath(): string }} chromium
 */
export function ownChromiumPath(chromium) {
  try {
    return chromium.executablePath();
  } catch {
    return undefined;
  }
}

function isRoot() {
  return getuid?.() === 0;
}
