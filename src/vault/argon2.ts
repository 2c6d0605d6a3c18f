/** Argon2id by its WASM, apart so that it is fetched only when a passphrase is stretched. */
import { argon2id } from 'hash-wasm';

export type Argon2Work = {
  readonly memoryKib: number;
  readonly passes: number;
  readonly lanes: number;
};

/** 32 bytes, the caller's to wipe. Throws where WASM is refused or its memory is. */
export async function stretchByArgon2(
  input: Uint8Array,
  salt: Uint8Array,
  work: Argon2Work,
): Promise<Uint8Array<ArrayBuffer>> {
  const stretched = await argon2id({
    password: input,
    salt,
    memorySize: work.memoryKib,
    iterations: work.passes,
    parallelism: work.lanes,
    hashLength: 32,
    outputType: 'binary',
  });
  const own = new Uint8Array(stretched);
  stretched.fill(0);
  return own;
}
