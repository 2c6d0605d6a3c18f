/** The properties of a llama-server: one over one model, or a router, which has none of a model's own. */
import * as z from 'zod/mini';
import type { ServerProps } from '../../domain/server-panel.ts';
import { withoutGaps } from '../../lib/without-gaps.ts';
import type { PanelPort } from '../contract.ts';
import { readJson, requestTimeoutMs } from '../http.ts';
import { count, flag, lenient } from '../openai-wire.ts';
import { pathOf, strange } from './ask.ts';

export const readOverview: PanelPort['overview'] = async (at, signal) => {
  const told = overview.safeParse(await readJson(at, '/props', options, signal));
  if (!told.success) throw strange(at);
  const { role, build_info, max_instances, models_autoload } = told.data;
  if (role !== 'router') return { mode: 'single', props: propsFrom(told.data) };
  return {
    mode: 'router',
    ...withoutGaps({
      build: build_info,
      maxLoaded: max_instances,
      loadsByItself: models_autoload,
    }),
  };
};

export const readProps: PanelPort['props'] = async (at, model, signal) => {
  const told = overview.safeParse(await readJson(at, pathOf('/props', model), options, signal));
  if (!told.success) throw strange(at);
  return propsFrom(told.data);
};

const options = { headersTimeoutMs: requestTimeoutMs };

const text = lenient(z.string());

const overview = z.object({
  role: text,
  max_instances: count,
  models_autoload: flag,
  build_info: text,
  default_generation_settings: z.object({
    n_ctx: count,
    params: lenient(z.record(z.string(), z.unknown())),
  }),
  total_slots: count,
  model_alias: text,
  model_ftype: text,
  model_path: text,
  modalities: lenient(z.object({ vision: flag, audio: flag, video: flag })),
  chat_template: text,
  chat_template_tool_use: text,
  chat_template_caps: lenient(z.record(z.string(), z.unknown())),
  bos_token: text,
  eos_token: text,
  is_sleeping: flag,
  endpoint_slots: flag,
  endpoint_metrics: flag,
});

function propsFrom(told: z.infer<typeof overview>): ServerProps {
  const { default_generation_settings: settings, modalities, chat_template_caps: caps } = told;
  return {
    inputs: [
      'text',
      ...(modalities?.vision ? (['image'] as const) : []),
      ...(modalities?.audio ? (['audio'] as const) : []),
      ...(modalities?.video ? (['video'] as const) : []),
    ],
    templateCan: Object.entries(caps ?? {})
      .filter(([, can]) => can === true)
      .map(([name]) => name.replace(/^supports_/, '')),
    isSleeping: told.is_sleeping ?? false,
    generation: settings.params ?? {},
    ...withoutGaps({
      build: told.build_info,
      modelPath: told.model_path,
      alias: told.model_alias,
      fileType: told.model_ftype,
      slots: told.total_slots,
      contextLength: settings.n_ctx || undefined,
      template: told.chat_template,
      toolTemplate: told.chat_template_tool_use,
      beginToken: told.bos_token,
      endToken: told.eos_token,
      hasMetrics: told.endpoint_metrics,
      hasSlots: told.endpoint_slots,
    }),
  };
}
