/** Where things of Gemini's API are. */
import type { Endpoint } from '../contract.ts';

/** Tuned models stand in a folder of their own; lists name the others with theirs, people without. */
export function resourceOf(model: string): string {
  return /^(models|tunedModels)\/./.test(model) ? model : `models/${model}`;
}

/** As it stands in a path. */
export function placeOf(model: string): string {
  const [folder = '', ...rest] = resourceOf(model).split('/');
  return `${folder}/${encodeURIComponent(rest.join('/'))}`;
}

/** An address without a version means `/v1beta` under it. */
export function pathUnder({ connection }: Endpoint, path: string): string {
  const hasVersion = /\/v\d+\w*(\/|$)/.test(new URL(connection.baseUrl).pathname);
  return hasVersion ? path : `/v1beta${path}`;
}
