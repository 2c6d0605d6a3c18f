/* Answering a request with a file of a folder, the way a plain host does. */
import { findFile, mediaType } from './files.ts';
import { type Exchange, sendBody } from './wire.ts';

/** False: there is no such file, and nothing was sent. */
export async function answerFile(
  exchange: Exchange,
  folder: string | undefined,
  types: Readonly<Record<string, string>>,
): Promise<boolean> {
  if (folder === undefined) return false;
  const { url, headers, response, record } = exchange;
  const found = await findFile(folder, url.pathname);
  if (!found) return false;
  if (found === 'folder') {
    record.status = 301;
    response.writeHead(301, { Location: `${url.pathname}/`, 'Content-Length': '0' }).end();
    return true;
  }
  response.setHeader('ETag', found.etag);
  response.setHeader('Last-Modified', found.modified);
  const known = headers['if-none-match'];
  if (known === '*' || known === found.etag) {
    record.status = 304;
    response.writeHead(304).end();
    return true;
  }
  await sendBody(exchange, 200, { 'Content-Type': mediaType(found.path, types) }, found.bytes);
  return true;
}
