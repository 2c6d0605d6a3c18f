/** What the status bar says of the one model in memory: `qwen3:14b · 9.8 GB VRAM · 100% GPU · 4 min left`. */
import type { LoadedModel } from '../domain/model-details.ts';
import { modelTitle } from '../domain/model-title.ts';
import { formatBytes, formatDuration, formatPercent } from '../i18n/format.ts';
import { words } from '../i18n/i18n.ts';

/** `at`: when its server was asked. */
export function heldWords(model: LoadedModel, at: number): string {
  const t = words().later.work;
  const { sizeBytes, vramBytes, expiresAt } = model;
  const minutes = expiresAt === undefined ? undefined : Math.floor((expiresAt - at) / 60_000);
  return [
    modelTitle(model.name),
    vramBytes === undefined ? undefined : t.vram(formatBytes(vramBytes)),
    sizeBytes && vramBytes !== undefined
      ? t.gpu(formatPercent(Math.min(1, vramBytes / sizeBytes)))
      : undefined,
    minutes === undefined ? undefined : leftText(minutes),
  ]
    .filter((fact) => fact !== undefined)
    .join(' · ');
}

/** By the minute: a figure that runs draws the eye. */
function leftText(minutes: number): string {
  const t = words().later.work;
  return minutes < 1 ? t.leftSoon : t.left(formatDuration(minutes * 60_000).replace(/ 00 s$/, ''));
}
