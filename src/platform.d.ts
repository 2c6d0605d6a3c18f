// What browsers have and TypeScript's libraries do not name yet. Types only; feel for each before use.

/** Version and content hash of this build, the same in the page and in its engine. */
declare const __BUILD_ID__: string;

/** Where the guide lies, from the app's own folder; empty where this build has none. */
declare const __GUIDE_URL__: string;

// Local Network Access (Chromium): the address space a request expects to end in.
interface RequestInit {
  targetAddressSpace?: 'loopback' | 'local';
}

// A shared worker that may outlive its last page (Chromium).
interface WorkerOptions {
  extendedLifetime?: boolean;
}

// The browser's built-in model (Chromium), in pages only; what we use of it is typed where it is used.
declare var LanguageModel: unknown;
