import type { Readable } from 'node:stream';
import { requestedRange } from './byte-range.js';
import type { LocalFolderStorage } from './local-folder-storage.js';

/** The request for a signed address. */
export interface SignedRequest {
  readonly method: 'GET' | 'HEAD';
  /** Path and query. */
  readonly url: string;
  /** The `Range` header. */
  readonly range?: string;
}

/** What is to be answered; `FORBIDDEN`: not signed here, or expired; `GONE`: the object is not there. */
export type SignedAnswer =
  | 'FORBIDDEN'
  | 'GONE'
  | { readonly status: 200 | 206 | 416; readonly headers: Readonly<Record<string, string>>; readonly body?: Readable };

/** Answers a request for an address that `signedUrl` of a local folder made: whole, or the range asked for. */
export async function answerSignedRequest(storage: LocalFolderStorage, request: SignedRequest): Promise<SignedAnswer> {
  const access = storage.verify(new URL(request.url, 'http://localhost'));
  if (!access) return 'FORBIDDEN';
  const object = await storage.head(access.key);
  if (!object) return 'GONE';
  const range = requestedRange(request.range, object.bytes);
  if (range === 'unsatisfiable') return { status: 416, headers: { 'content-range': `bytes */${object.bytes}` } };

  const part = range === 'whole' ? undefined : range;
  const length = part ? part.last - part.first + 1 : object.bytes;
  const headers: Record<string, string> = {
    'accept-ranges': 'bytes',
    'cache-control': 'private, no-store',
    'content-disposition': disposition(access.saveAs),
    'content-length': String(length),
    'content-type': access.contentType,
    'last-modified': object.modifiedAt.toUTCString(),
    'x-content-type-options': 'nosniff',
  };
  if (part) headers['content-range'] = `bytes ${part.first}-${part.last}/${object.bytes}`;
  const body = request.method === 'GET' && length > 0 ? await storage.read(access.key, part) : undefined;
  return { status: part ? 206 : 200, headers, body };
}

/** RFC 6266: any name, and one of plain letters for those who do not know the other. */
export function disposition(saveAs: string | undefined): string {
  if (saveAs === undefined) return 'inline';
  const plain = saveAs.replace(/[^\w .()-]/g, '_');
  const encoded = encodeURIComponent(saveAs).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
