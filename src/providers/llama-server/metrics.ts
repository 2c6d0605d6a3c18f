/** The metrics of a llama-server, as text: reading it is the same for every server that speaks to Prometheus. */
import type { PanelPort } from '../contract.ts';
import { request, requestTimeoutMs } from '../http.ts';
import { pathOf, toldUnless } from './ask.ts';

export const readMetrics: PanelPort['metrics'] = (at, model, signal) =>
  toldUnless('--metrics', async () => {
    const options = { headersTimeoutMs: requestTimeoutMs };
    const response = await request(at, pathOf('/metrics', model), options, signal);
    return await response.text();
  });
