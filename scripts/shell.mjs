// What every script here needs: the root folder, a child process, one voice. Node alone, no package,
// because `npm start` and `npm test` run these before anything is installed.
import { spawn } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { argv, execPath } from 'node:process';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** @param {string} moduleUrl a script's `import.meta.url`; true when Node was started with that script */
export function isMain(moduleUrl) {
  return argv[1] !== undefined && fileURLToPath(moduleUrl) === realpathSync(argv[1]);
}

/** @param {string} text */
export function say(text) {
  console.log(`llantern: ${text}`);
}

/**
 * Runs a program in the root folder with our own input and output; resolves to its exit code.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ env?: Record<string, string>, shell?: boolean, timeoutMs?: number }} [options]
 * @returns {Promise<number>}
 */
export function run(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...args], {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, ...options.env },
      shell: options.shell ?? false,
      ...(options.timeoutMs === undefined ? {} : { timeout: options.timeoutMs }),
    });
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}

/**
 * Runs the command of an installed package with this very Node, without a shell or npx.
 * @param {string} packageName
 * @param {readonly string[]} args
 * @param {{ command?: string, env?: Record<string, string>, timeoutMs?: number }} [options]
 */
export function runPackage(packageName, args, options = {}) {
  const require = createRequire(join(root, 'package.json'));
  const manifestPath = join(root, 'node_modules', packageName, 'package.json');
  const { bin, name } = require(manifestPath);
  const command = options.command ?? name.split('/').at(-1);
  const file = typeof bin === 'string' ? bin : bin[command];
  return run(execPath, [join(dirname(manifestPath), file), ...args], options);
}

/**
 * The body of a script: its failure is one plain line and a bad exit code, not a stack.
 * @param {() => Promise<number | undefined>} body
 */
export async function script(body) {
  try {
    process.exitCode = (await body()) ?? 0;
  } catch (error) {
    console.error(`llantern: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}
