// What we use of highlight.js. Its own types pull in the DOM library, which the core compiles without.

declare module 'highlight.js/lib/core' {
  type Emitter = {
    addText(text: string): void;
    startScope(scope: string): void;
    endScope(): void;
    openNode(scope: string): void;
    closeNode(): void;
    __addSublanguage(emitter: Emitter, name: string): void;
    finalize(): void;
    toHTML(): string;
  };
  type LanguageFn = (api: unknown) => object;
  const api: {
    newInstance(): typeof api;
    configure(options: { __emitter: new () => Emitter }): void;
    registerLanguage(name: string, language: LanguageFn): void;
    getLanguage(name: string): object | undefined;
    highlight(
      code: string,
      options: { language: string; ignoreIllegals: boolean },
    ): { readonly _emitter: Emitter; readonly illegal: boolean };
  };
  // biome-ignore lint/style/noDefaultExport: the package exports it so
  export default api;
}

declare module 'highlight.js/lib/languages/*' {
  const language: (api: unknown) => object;
  // biome-ignore lint/style/noDefaultExport: the package exports it so
  export default language;
}
