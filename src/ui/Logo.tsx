import styles from './Logo.module.css';

/** The lantern with its flame lit. Decoration: put words beside it. */
export function Logo() {
  return (
    <svg class={styles['logo']} viewBox="0 0 26 26" aria-hidden="true">
      <path d="M10 3.700h6M13 3.700V7M9.2 7h7.600l2.2 4v8l-2.2 3.300H9.200L7 19v-8z" />
      <path
        data-flame
        d="M13 10.800c2 2.3 2.7 3.7 2.7 5.100a2.7 2.7 0 0 1-5.4 0c0-1.4.7-2.8 2.7-5.100z"
      />
    </svg>
  );
}
