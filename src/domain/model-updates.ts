/**
 * When the models of a server should be pulled again to see what changed. Nobody can ask a registry from a page, so that
 * is what looking for updates means. Pure.
 */

/** As a connection has it. Hours of the day, 0 to 23, of this device; from after to: over midnight; both the same: always. */
export type UpdatePlan = {
  readonly everyDays: number;
  /** `tell` reminds the person, `pull` does it. */
  readonly how: 'tell' | 'pull';
  readonly fromHour: number;
  readonly toHour: number;
  /** When all of them were last pulled, or the plan was made; epoch ms. */
  readonly lastAt: number;
  /** Models of the round under way that found no room in the queue yet: added first, by themselves. */
  readonly rest?: string[] | undefined;
};

/** Pulling these might replace what was made, or has no meaning. */
export type ApartReason = 'cloud' | 'made' | 'parent';

export type Updatable = {
  readonly names: readonly string[];
  /** Only where a person asks for them. `parent`: the model it was made from. */
  readonly apart: readonly {
    readonly name: string;
    readonly why: ApartReason;
    readonly parent?: string;
  }[];
};

const dayMs = 86_400_000;

export function isUpdateDue(plan: UpdatePlan | undefined, at: number): boolean {
  if (plan?.rest?.length) return true;
  return plan !== undefined && at - plan.lastAt >= plan.everyDays * dayMs;
}

/** `hour` is the one of the local clock. */
export function isInUpdateHours({ fromHour, toHour }: UpdatePlan, hour: number): boolean {
  if (fromHour === toHour) return true;
  return fromHour < toHour ? hour >= fromHour && hour < toHour : hour >= fromHour || hour < toHour;
}
