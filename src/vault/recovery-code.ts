/**
 * The printed recovery code: 130 random bits as 26 letters of Crockford's base32 and four more that check them, in six
 * groups of five. Read forgivingly: case, blanks and dashes do not matter, O is 0, I and L are 1.
 */

const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const randomLetters = 26;
const checkLetters = 4;
const groupLetters = 5;

/** As it is printed. */
export async function newRecoveryCode(subtle: SubtleCrypto): Promise<string> {
  const random = crypto.getRandomValues(new Uint8Array(randomLetters));
  const body = lettersFrom(random);
  random.fill(0);
  const whole = body + (await checkOf(subtle, body));
  return whole.match(new RegExp(`.{${groupLetters}}`, 'g'))?.join('-') ?? whole;
}

/** What was random in it, as bytes to derive a key from; `undefined` where it was mistyped. */
export async function readRecoveryCode(
  subtle: SubtleCrypto,
  typed: string,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const plain = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  const body = plain.slice(0, randomLetters);
  if (plain.length !== randomLetters + checkLetters) return undefined;
  if (plain.slice(randomLetters) !== (await checkOf(subtle, body))) return undefined;
  return new TextEncoder().encode(body);
}

async function checkOf(subtle: SubtleCrypto, body: string): Promise<string> {
  const digest = await subtle.digest('SHA-256', new TextEncoder().encode(`check ${body}`));
  return lettersFrom(new Uint8Array(digest, 0, checkLetters));
}

/** 32 letters divide 256 evenly: each is as likely as the next. */
function lettersFrom(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => letters[byte & 31]).join('');
}
