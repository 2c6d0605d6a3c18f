/**
 * What to do about the rung where the ladder stopped, for this server, this browser and this system. Pure: it names texts
 * and lists of commands, and the screen has the words.
 */
import { type Zone, zoneOf } from '../../domain/address.ts';
import type { Browser, System } from '../../domain/browser.ts';
import type { ProviderKind } from '../../domain/connection.ts';
import type { Fault } from '../../domain/fault.ts';
import type { Preset } from '../../domain/preset.ts';
import { presetById, presets } from '../../domain/presets.ts';
import type { CommandTopic } from '../../domain/server-commands.ts';

export type AdviceFacts = {
  readonly baseUrl: string;
  readonly kind: ProviderKind | undefined;
  readonly preset: Preset | undefined;
  readonly browser: Browser;
  readonly system: System;
  /** Names of headers that the person added to the connection, lower case. */
  readonly extraHeaders: readonly string[];
};

export const sayings = [
  'either',
  'offline',
  'insecure',
  'mixedChromium',
  'mixedFirefox',
  'mixedSafari',
  'mixedIos',
  'deniedChromium',
  'deniedFirefox',
  'deniedSafari',
  'deniedMacos',
  'deniedPolicy',
  'isRunning',
  'firewall',
  'certificate',
  'blocker',
  'silent',
  'redirected',
  'keyWrong',
  'keyMissing',
  'headerOwn',
  'headerKey',
  'headerServer',
  'stranger',
  'vault',
] as const;
export type Saying = (typeof sayings)[number];

export type AdviceItem =
  | { readonly what: 'say'; readonly saying: Saying }
  | { readonly what: 'origins' }
  | { readonly what: 'headers'; readonly header: string }
  | { readonly what: 'commands'; readonly topic: CommandTopic }
  | { readonly what: 'hosting' }
  /** The vendor is known not to answer pages at all. */
  | { readonly what: 'closed-vendor'; readonly name: string; readonly asOf: string }
  | { readonly what: 'key-page'; readonly name: string; readonly url: string }
  | { readonly what: 'unlock' };

export function adviceFor(fault: Fault, facts: AdviceFacts): readonly AdviceItem[] {
  const zone = zoneOf(facts.baseUrl);
  switch (fault.kind) {
    case 'offline':
      return [say('offline')];
    case 'insecure-origin':
      return [say('insecure'), { what: 'hosting' }];
    case 'mixed-content':
      return [say(mixed(facts)), { what: 'hosting' }];
    case 'local-network-denied':
      return [...denied(facts).map(say), { what: 'hosting' }];
    case 'not-listening':
    case 'unreachable':
      return absent(zone, facts);
    case 'no-answer':
      return [say('silent'), ...logs(zone)];
    case 'cors-refused':
      return closed(facts);
    case 'redirected':
      return [say('redirected')];
    case 'key-wanted':
      return [say(fault.wasSent ? 'keyWrong' : 'keyMissing'), ...keyPage(facts.preset)];
    case 'key-or-network':
      return [
        say('either'),
        ...keyPage(facts.preset),
        ...(zone === 'outside' ? [say('blocker')] : ([{ what: 'origins' }] as const)),
      ];
    case 'header-refused':
      return refusedHeader(fault.header.toLowerCase(), zone, facts);
    case 'not-a-model-server':
      return [say('stranger')];
    case 'vault-locked':
      return [say('vault'), { what: 'unlock' }];
    case 'server-error':
    case 'stream-error':
    case 'truncated':
    case 'idle':
      return logs(zone);
    default:
      return [];
  }
}

/** The row of the preset table that a connection was made from, else the one at whose address it is. */
export function presetOf(presetId: string | undefined, baseUrl: string): Preset | undefined {
  const chosen = presetById(presetId);
  if (chosen) return chosen;
  const { hostname } = new URL(baseUrl);
  if (zoneOf(baseUrl) !== 'outside') return undefined;
  return presets.find(({ group, baseUrl: known }) => {
    if (group !== 'cloud') return false;
    const host = /^https?:\/\/([^/:]+)/.exec(known)?.[1] ?? '';
    const pattern = host.split(/\{\w+\}/).map((part) => part.replace(/[.*+?^$()|[\]\\]/g, '\\$&'));
    return new RegExp(`^${pattern.join('[\\w-]+')}$`).test(hostname);
  });
}

/** Whether an answer may be hidden from pages for want of a key: then only the engine, which has it, can tell. */
export function mayHideKey(
  connection: { hasKey: boolean; needsKey: boolean; baseUrl: string },
  preset: Preset | undefined,
): boolean {
  if (preset?.reach.answers === 'no') return false;
  const isCloud = zoneOf(connection.baseUrl) === 'outside' && preset !== undefined;
  return connection.hasKey || connection.needsKey || isCloud;
}

const say = (saying: Saying): AdviceItem => ({ what: 'say', saying });

function mixed({ browser, system }: AdviceFacts): Saying {
  if (system === 'ios') return 'mixedIos';
  if (browser === 'safari') return 'mixedSafari';
  return browser === 'chromium' ? 'mixedChromium' : 'mixedFirefox';
}

/** The system has a switch of its own for each program on a Mac and on iOS. */
function denied({ browser, system }: AdviceFacts): readonly Saying[] {
  if (browser === 'safari') return ['deniedSafari'];
  const own: Saying = browser === 'firefox' ? 'deniedFirefox' : 'deniedChromium';
  return [own, ...(system === 'macos' ? (['deniedMacos'] as const) : []), 'deniedPolicy'];
}

function absent(zone: Zone, { baseUrl }: AdviceFacts): readonly AdviceItem[] {
  const isTls = baseUrl.startsWith('https:');
  const tls = isTls && zone !== 'outside' ? [say('certificate')] : [];
  if (zone === 'outside') return [say('certificate'), say('blocker')];
  if (zone === 'device') return [say('isRunning'), ...tls, { what: 'commands', topic: 'start' }];
  return [say('firewall'), ...tls, { what: 'commands', topic: 'listen' }];
}

function closed({ preset }: AdviceFacts): readonly AdviceItem[] {
  if (preset?.reach.answers !== 'no') return [{ what: 'origins' }];
  return [{ what: 'closed-vendor', name: preset.name, asOf: preset.reach.asOf }];
}

function refusedHeader(header: string, zone: Zone, facts: AdviceFacts): readonly AdviceItem[] {
  if (facts.extraHeaders.includes(header)) return [say('headerOwn')];
  const isKey = ['authorization', 'x-api-key', 'api-key', 'x-goog-api-key'].includes(header);
  const why = say(isKey ? 'headerKey' : 'headerServer');
  return zone === 'outside' ? [why] : [why, { what: 'headers', header }];
}

function keyPage(preset: Preset | undefined): readonly AdviceItem[] {
  if (preset?.keyPage === undefined) return [];
  return [{ what: 'key-page', name: preset.name, url: preset.keyPage }];
}

function logs(zone: Zone): readonly AdviceItem[] {
  return zone === 'outside' ? [] : [{ what: 'commands', topic: 'logs' }];
}
