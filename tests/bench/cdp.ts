/* What only the browser's own protocol tells: time on the main thread, memory, the tasks of a trace. */
import type { CDPSession, Page } from '@playwright/test';

/** Time on the page's main thread so far, in ms of CPU, so that a busy machine does not count. */
export type MainThread = { readonly total: number; readonly script: number };

export async function watchMainThread(page: Page): Promise<() => Promise<MainThread>> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    const of = (name: string) => (metrics.find((each) => each.name === name)?.value ?? 0) * 1000;
    return { total: of('TaskDuration'), script: of('ScriptDuration') };
  };
}

export async function slowCpu(page: Page, times: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: times });
}

export type Task = { readonly wallMs: number; readonly cpuMs: number };

type TraceEvent = {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly dur?: number;
  readonly tdur?: number;
};

/** The tasks of the page's main thread while `act` runs. */
export async function tasksDuring(page: Page, act: () => Promise<void>): Promise<Task[]> {
  const session = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => {
    events.push(...(value as unknown as TraceEvent[]));
  });
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel', 'blink.user_timing'] },
  });
  const mark = 'bench-is-here';
  await page.evaluate((name) => performance.mark(name), mark);
  await act();
  const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
  await session.send('Tracing.end');
  await complete;
  const here = events.find((event) => event.name === mark);
  if (!here) throw new Error('the trace does not show the page');
  return events
    .filter(({ pid, tid, ph, name }) => {
      const isTask = name === 'RunTask' || name === 'ThreadControllerImpl::RunTask';
      return isTask && ph === 'X' && pid === here.pid && tid === here.tid;
    })
    .map(({ dur = 0, tdur = 0 }) => ({ wallMs: dur / 1000, cpuMs: tdur / 1000 }));
}

export type Memory = { readonly page: number; readonly engine: number };

/** Bytes of script heap in use after a collection, in the page and in its shared engine. */
export async function heapAfterCollection(page: Page): Promise<Memory> {
  const session = await page.context().newCDPSession(page);
  const browser = await page.context().browser()?.newBrowserCDPSession();
  if (!browser) throw new Error('no way to reach the engine');
  const { targetInfos } = await browser.send('Target.getTargets');
  const worker = targetInfos.find((target) => target.type === 'shared_worker');
  if (!worker) throw new Error('there is no shared engine');
  const engine = await openTarget(browser, worker.targetId);
  const collectIn = async (send: (method: string) => Promise<unknown>) => {
    // What one collection lets go may hold more: the second one takes that too.
    for (let round = 0; round < 3; round += 1) await send('HeapProfiler.collectGarbage');
    const usage = (await send('Runtime.getHeapUsage')) as { usedSize: number };
    return usage.usedSize;
  };
  const memory = {
    page: await collectIn((method) => session.send(method as 'HeapProfiler.collectGarbage')),
    engine: await collectIn(engine),
  };
  await browser.detach();
  return memory;
}

/** Playwright's sessions know no children: messages to one travel inside messages. */
async function openTarget(
  browser: CDPSession,
  targetId: string,
): Promise<(method: string) => Promise<unknown>> {
  const { sessionId } = await browser.send('Target.attachToTarget', { targetId, flatten: false });
  const waiting = new Map<number, (result: unknown) => void>();
  let lastId = 0;
  browser.on('Target.receivedMessageFromTarget', (event) => {
    if (event.sessionId !== sessionId) return;
    const answer: { id?: number; result?: unknown } = JSON.parse(event.message);
    if (answer.id !== undefined) waiting.get(answer.id)?.(answer.result);
  });
  return (method) =>
    new Promise((resolve, reject) => {
      lastId += 1;
      waiting.set(lastId, resolve);
      const message = JSON.stringify({ id: lastId, method, params: {} });
      browser.send('Target.sendMessageToTarget', { sessionId, message }).catch(reject);
    });
}
