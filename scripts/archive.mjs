// Writers for .tar.gz and .zip in memory. The same files give the same bytes on every system, so the
// checksums of a release can be made again by anyone from the same sources.
import { crc32, deflateRawSync, gzipSync } from 'node:zlib';

/** @typedef {{ name: string, bytes: Buffer }} ArchiveFile `name` with forward slashes, ASCII */

/** All entries bear this date; it is the first that a zip file can hold. */
const zipEpochAt = Date.UTC(1980, 0, 1);

/**
 * POSIX.1-1988 ustar, plain files only.
 * @param {readonly ArchiveFile[]} files
 */
export function tarGz(files) {
  const blocks = files.flatMap(({ name, bytes }) => [
    tarHeader(name, bytes.length),
    bytes,
    Buffer.alloc(-bytes.length & 511),
  ]);
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]), { level: 9 });
}

/** @param {string} name @param {number} sizeBytes */
function tarHeader(name, sizeBytes) {
  if (Buffer.byteLength(name) > 100) throw new Error(`too long a name for the archive: ${name}`);
  const header = Buffer.alloc(512);
  const octal = (/** @type {number} */ value, /** @type {number} */ width) =>
    value.toString(8).padStart(width - 1, '0');
  header.write(name, 0);
  header.write(octal(0o644, 8), 100);
  header.write(octal(0, 8), 108);
  header.write(octal(0, 8), 116);
  header.write(octal(sizeBytes, 12), 124);
  header.write(octal(zipEpochAt / 1000, 12), 136);
  header.fill(' ', 148, 156); // the checksum counts itself as spaces
  header.write('0', 156);
  header.write('ustar\0' + '00', 257);
  const checksum = header.reduce((sum, byte) => sum + byte, 0);
  header.write(`${octal(checksum, 7)}\0 `, 148);
  return header;
}

/**
 * PKWARE APPNOTE 6.3, deflated entries, no zip64.
 * @param {readonly ArchiveFile[]} files
 */
export function zip(files) {
  /** @type {Buffer[]} */
  const bodies = [];
  /** @type {Buffer[]} */
  const directory = [];
  let offset = 0;
  for (const { name, bytes } of files) {
    const packed = deflateRawSync(bytes, { level: 9 });
    const nameBytes = Buffer.from(name);
    const fields = zipFields(bytes, packed, nameBytes);
    const local = Buffer.concat([u32(0x04034b50), fields, nameBytes, packed]);
    directory.push(
      Buffer.concat([
        u32(0x02014b50),
        u16(0x0314), // made on a system with Unix modes
        fields,
        u16(0),
        u16(0),
        u16(0),
        u32(0o100644 * 0x10000),
        u32(offset),
        nameBytes,
      ]),
    );
    bodies.push(local);
    offset += local.length;
  }
  const listing = Buffer.concat(directory);
  const counts = [u16(files.length), u16(files.length)];
  const end = [
    u32(0x06054b50),
    u16(0),
    u16(0),
    ...counts,
    u32(listing.length),
    u32(offset),
    u16(0),
  ];
  return Buffer.concat([...bodies, listing, ...end]);
}

/**
 * The part that a local header and a directory entry share.
 * @param {Buffer} bytes
 * @param {Buffer} packed
 * @param {Buffer} nameBytes
 */
function zipFields(bytes, packed, nameBytes) {
  const date = (1 << 5) | 1; // 1 January 1980
  return Buffer.concat([
    u16(20),
    u16(0),
    u16(8),
    u16(0),
    u16(date),
    u32(crc32(bytes)),
    u32(packed.length),
    u32(bytes.length),
    u16(nameBytes.length),
    u16(0),
  ]);
}

/** @param {number} value */
function u16(value) {
  const buffer = Buffer.alloc(2);
  buffer.writeUInt16LE(value);
  return buffer;
}

/** @param {number} value */
function u32(value) {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value);
  return buffer;
}
