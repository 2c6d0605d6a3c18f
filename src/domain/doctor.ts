/** The ladder of the connection doctor: its rungs in order, and what each one found. Types and the order only. */
import type { ProviderKind } from './connection.ts';
import type { Fault } from './fault.ts';

export const doctorRungs = [
  /** By the page, without a key. */
  'online',
  'page',
  'address',
  'mixed-content',
  'permission',
  'reachable',
  'readable',
  /** By the engine, with what a real request carries. */
  'preflight',
  'key',
  'version',
  'models',
  'first-token',
] as const;
export type DoctorRung = (typeof doctorRungs)[number];

/** Those the engine examines. */
export const engineRungs = ['preflight', 'key', 'version', 'models', 'first-token'] as const;
export type EngineRung = (typeof engineRungs)[number];

/** `note`: held, with a remark. `skipped`: does not apply here, or there is nothing to try it with. */
export type RungFinding = {
  readonly rung: DoctorRung;
  readonly state: 'good' | 'note' | 'bad' | 'skipped';
  readonly tookMs?: number;
  readonly fault?: Fault;
  /** Small facts for the words: a version, a count, the name of a header or model. Never secret. */
  readonly facts?: Readonly<Record<string, string | number>>;
};

/** What the page is to examine by itself. */
export type SurveyTarget = {
  readonly baseUrl: string;
  readonly kind: ProviderKind;
  /** Without its key the server's answers may be hidden from pages, and that says nothing yet. */
  readonly mayHideKey: boolean;
  /** Whether the browser may ask the person for permission now. */
  readonly mayPrompt: boolean;
};
