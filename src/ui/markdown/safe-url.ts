/** Which addresses from a model's text may become live. Everything else stays text. */

const linkSchemes = new Set(['http:', 'https:', 'mailto:']);
const rasterImage = /^data:image\/(?:png|jpeg|gif|webp|avif|bmp);base64,[a-z0-9+/=\s]+$/i;

/** Screens that a link in a reply may open, as the guide's do. Without a query: it could fill in a form. */
const ownScreen =
  /^#\/(?:s\/new|connect|jobs|models(?:\/(?:running|find|create|launch))?|settings\/[a-z]+|help(?:#[a-z]+)?)?$/;

/** The address of a screen of ours, or nothing. */
export function screenLink(href: string): string | undefined {
  return ownScreen.test(href) ? href : undefined;
}

/** The address to put in a link, or nothing. Other relative addresses would point into the app itself. */
export function safeLink(href: string): string | undefined {
  const url = URL.canParse(href) ? new URL(href) : undefined;
  return url && linkSchemes.has(url.protocol) ? url.href : undefined;
}

export type SafeImage =
  /** Carried inside the text; showing it contacts nobody. */
  | { readonly kind: 'inline'; readonly url: string }
  /** Fetching it tells a stranger that this text is being read: only with consent. */
  | { readonly kind: 'remote'; readonly url: string; readonly host: string };

export function safeImage(href: string): SafeImage | undefined {
  if (rasterImage.test(href)) return { kind: 'inline', url: href };
  const url = URL.canParse(href) ? new URL(href) : undefined;
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) return undefined;
  return { kind: 'remote', url: url.href, host: url.host };
}
