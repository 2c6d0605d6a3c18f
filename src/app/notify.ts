/** Shows a notification of the system, where it was allowed: by the page, or by the service worker where pages may not. */
import { showByWorker } from './updates.ts';

export async function showNotification(title: string, options: NotificationOptions): Promise<void> {
  if (!('Notification' in window) || Notification.permission !== 'granted') return;
  try {
    const shown = new Notification(title, options);
    shown.onclick = () => {
      window.focus();
      location.hash = '/jobs';
      shown.close();
    };
  } catch {
    // Android: only a service worker may.
    await showByWorker(title, options);
  }
}
