/** Whether this browser has a language model of its own that a page may use. */
export function hasBuiltInModel(): boolean {
  return 'LanguageModel' in globalThis;
}
