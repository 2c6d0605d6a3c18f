/** A model that a server itself proposes. Types only. */
export type Recommendation = {
  readonly model: string;
  /** In the server's own words. */
  readonly description?: string;
  readonly contextLength?: number;
  /** Graphics memory that it takes, where it runs on the server itself. */
  readonly vramBytes?: number;
  /** Runs on the maker's computers; with which plan, where one is needed. */
  readonly isCloud: boolean;
  readonly plan?: string;
};
