/** Which browser and which system a page runs in, by engine rather than by name: that is what their rules depend on. */

export type Browser = 'chromium' | 'firefox' | 'safari' | 'other';
export type System = 'linux' | 'macos' | 'windows' | 'android' | 'ios' | 'other';

/** What a browser says of itself: the user agent, and the brands where it names them. */
export type BrowserWords = { readonly userAgent: string; readonly brands?: readonly string[] };

/** On iOS every browser is Safari inside and says so by its platform, not by its name. */
export function browserFrom({ userAgent, brands = [] }: BrowserWords): Browser {
  if (isApplePhone(userAgent)) return 'safari';
  if (brands.includes('Chromium')) return 'chromium';
  if (/Firefox\//.test(userAgent)) return 'firefox';
  if (/Chrom(e|ium)\//.test(userAgent)) return 'chromium';
  return /Safari\//.test(userAgent) ? 'safari' : 'other';
}

/** An iPad that asks for desktop pages says that it is a Mac; only its touch screen tells. */
export function systemFrom(userAgent: string, touchPoints: number): System {
  if (isApplePhone(userAgent)) return 'ios';
  if (/Android/.test(userAgent)) return 'android';
  if (/Mac OS X|Macintosh/.test(userAgent)) return touchPoints > 1 ? 'ios' : 'macos';
  if (/Windows/.test(userAgent)) return 'windows';
  return /Linux|X11|CrOS/.test(userAgent) ? 'linux' : 'other';
}

/** The version of the engine's own name: all that a report says of it. */
export function majorVersionIn(userAgent: string): string {
  return /(?:Firefox|Chrome|Chromium|CriOS|FxiOS|Version)\/(\d{1,4})/.exec(userAgent)?.[1] ?? '';
}

function isApplePhone(userAgent: string): boolean {
  return /iPhone|iPad|iPod/.test(userAgent);
}
