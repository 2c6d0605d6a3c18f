// Turns every warning of a build into its failure, for `npm run check`.
import { createLogger, type Logger } from 'vite';

export function strictLogger(): Logger {
  const logger = createLogger('warn');
  const refuse = (text: string): never => {
    throw new Error(`a warning fails the strict build: ${text}`);
  };
  return { ...logger, warn: refuse, warnOnce: refuse };
}
