/**
 * One way up the doctor's ladder: the page's rungs, then the engine's, until one is bad. A quiet walk leaves what is shown
 * in its place until it knows better. A new walk ends the one before.
 */

import { type Accessor, createSignal, onCleanup } from 'solid-js';
import type { ProviderKind } from '../../domain/connection.ts';
import {
  type DoctorRung,
  doctorRungs,
  type EngineRung,
  type RungFinding,
  type SurveyTarget,
} from '../../domain/doctor.ts';
import { type Fault, faultFrom } from '../../domain/fault.ts';
import { isPageKind } from '../../domain/page-kinds.ts';

export type Findings = Partial<Readonly<Record<DoctorRung, RungFinding>>>;

export type WalkTarget = {
  readonly id: string;
  readonly baseUrl: string;
  readonly kind: ProviderKind;
  readonly mayHideKey: boolean;
  /** A connection that is off is examined from the page alone. */
  readonly isEnabled: boolean;
  /** The model that somebody came here about. */
  readonly model: string | undefined;
};

export type WalkDeps = {
  readonly survey: (
    target: SurveyTarget,
    onFinding: (finding: RungFinding) => void,
    signal: AbortSignal,
  ) => Promise<void>;
  readonly examine: (id: string, rung: EngineRung, model?: string) => Promise<RungFinding>;
  readonly target: () => WalkTarget;
  /** Whether a first token costs nothing but a moment, going by what the list of models told. */
  readonly isTokenFree: (models: RungFinding) => boolean;
};

export type WalkHow = { readonly mayPrompt: boolean; readonly isQuiet: boolean };

export type Walk = {
  readonly findings: Accessor<Findings>;
  /** The rung that is being examined; nothing during a quiet walk. */
  readonly busy: Accessor<DoctorRung | undefined>;
  readonly isWalking: Accessor<boolean>;
  readonly walk: (how: WalkHow) => Promise<void>;
  /** The last rung alone, asked for by the person. */
  readonly tryFirstToken: () => Promise<void>;
};

const engineWalk = ['preflight', 'key', 'version', 'models'] as const;

export function createWalk(deps: WalkDeps): Walk {
  const [findings, setFindings] = createSignal<Findings>({});
  const [busy, setBusy] = createSignal<DoctorRung>();
  const [isWalking, setWalking] = createSignal(false);
  let current = new AbortController();
  onCleanup(() => current.abort());

  function begin(): AbortSignal {
    current.abort();
    current = new AbortController();
    setWalking(true);
    return current.signal;
  }

  function end(signal: AbortSignal): void {
    if (signal.aborted) return;
    setBusy(undefined);
    setWalking(false);
  }

  const put = (finding: RungFinding) => setFindings((all) => ({ ...all, [finding.rung]: finding }));

  async function examine(rung: EngineRung, model: string | undefined): Promise<RungFinding> {
    try {
      return await deps.examine(deps.target().id, rung, model);
    } catch (error) {
      return { rung, state: 'bad', fault: faultFrom(error) };
    }
  }

  /** True where the ladder goes on. */
  async function climbPage(how: WalkHow, signal: AbortSignal): Promise<boolean> {
    const { baseUrl, kind, mayHideKey } = deps.target();
    let goesOn = false;
    const told = (finding: RungFinding) => {
      if (signal.aborted) return;
      put(finding);
      goesOn = finding.rung === 'readable' && finding.state !== 'bad';
      const isOver = finding.state === 'bad' || isHeld(finding);
      if (!how.isQuiet) setBusy(isOver || goesOn ? undefined : after(finding.rung));
      if (isOver) setFindings((all) => upTo(all, finding.rung));
    };
    try {
      await deps.survey({ baseUrl, kind, mayHideKey, mayPrompt: how.mayPrompt }, told, signal);
    } catch (error) {
      if (!signal.aborted) told({ rung: 'reachable', state: 'bad', fault: faultFrom(error) });
    }
    return goesOn && !signal.aborted;
  }

  async function climbEngine(how: WalkHow, signal: AbortSignal): Promise<void> {
    for (const rung of engineWalk) {
      if (!how.isQuiet) setBusy(rung);
      const finding = atItsRung(await examine(rung, deps.target().model));
      if (signal.aborted) return;
      put(finding);
      if (finding.state !== 'bad') continue;
      setFindings((all) => upTo(all, finding.rung));
      return;
    }
    const models = findings().models;
    // What was seen before still holds; it is not paid for twice.
    if (findings()['first-token'] || !models || !deps.isTokenFree(models)) return;
    await firstToken(signal);
  }

  async function firstToken(signal: AbortSignal): Promise<void> {
    setBusy('first-token');
    const chosen = deps.target().model ?? findings().models?.facts?.['model'];
    const finding = await examine('first-token', chosen === undefined ? undefined : String(chosen));
    if (!signal.aborted) put(finding);
  }

  return {
    findings,
    busy,
    isWalking,
    walk: async (how) => {
      const signal = begin();
      const isInPage = isPageKind(deps.target().kind);
      if (how.isQuiet) setBusy(undefined);
      else {
        setFindings({});
        setBusy(isInPage ? 'preflight' : 'online');
      }
      const goesOn = isInPage || (await climbPage(how, signal));
      if (goesOn && deps.target().isEnabled) await climbEngine(how, signal);
      end(signal);
    },
    tryFirstToken: async () => {
      const signal = begin();
      setFindings(({ 'first-token': _, ...rest }) => rest);
      await firstToken(signal);
      end(signal);
    },
  };
}

/** Where the ladder stopped. */
export function stoppedAt(findings: Findings): (RungFinding & { fault: Fault }) | undefined {
  for (const rung of doctorRungs) {
    const finding = findings[rung];
    if (finding?.state === 'bad' && finding.fault) return { ...finding, fault: finding.fault };
  }
  return undefined;
}

/** The browser would ask the person, and that takes a click. */
export function isHeld(finding: RungFinding | undefined): boolean {
  return finding?.facts?.['held'] === 1;
}

/** All that the ladder can tell without a cost is good, and there is a model to talk to. */
export function isWell(findings: Findings): boolean {
  return stoppedAt(findings) === undefined && findings.models?.state === 'good';
}

/** Nothing is wrong, but the server is not ready yet. */
export function isLoading(finding: RungFinding | undefined): boolean {
  return finding?.facts?.['reason'] === 'loading';
}

/** A locked vault stops whatever is asked first, and belongs to the key. */
function atItsRung(finding: RungFinding): RungFinding {
  const isVault = finding.fault?.kind.startsWith('vault-') === true;
  return isVault ? { ...finding, rung: 'key' } : finding;
}

function after(rung: DoctorRung): DoctorRung | undefined {
  return doctorRungs[doctorRungs.indexOf(rung) + 1];
}

/** Nothing above the rung where it stopped is known any more. */
function upTo(findings: Findings, last: DoctorRung): Findings {
  const kept = doctorRungs.slice(0, doctorRungs.indexOf(last) + 1);
  return Object.fromEntries(
    kept.flatMap((rung) => (findings[rung] ? [[rung, findings[rung]]] : [])),
  );
}
