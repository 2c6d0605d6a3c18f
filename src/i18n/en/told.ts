/** The server's own words first, where it has some; then what to do. */
export function told(message: string | undefined, advice: string): string {
  const said = message?.trim();
  return said === undefined || said === '' ? advice : `It says: “${said.slice(0, 300)}”. ${advice}`;
}
