import { createHash, createHmac, timingSafeEqual, type Hash, type Hmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';

/** A request as it came over the wire. */
export interface ReceivedRequest {
  readonly method: string;
  /** Path and query, as sent. */
  readonly target: string;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/** The one key that the server lets in. */
export interface AccessKey {
  readonly id: string;
  readonly secret: string;
}

/** S3's error codes for a request that is not let in. */
export type Denial =
  | 'AccessDenied'
  | 'InvalidAccessKeyId'
  | 'SignatureDoesNotMatch'
  | 'RequestTimeTooSkewed'
  | 'AuthorizationHeaderMalformed';

/** As S3 has it. */
const LARGEST_SKEW_MS = 15 * 60_000;
const CREDENTIAL = /^([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request$/;

/** Node's hashes, as the signing library wants them. */
class Sha256 {
  readonly #hash: Hash | Hmac;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(secret));
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(bytesOf(data));
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {
    throw new Error('a hash here is used once');
  }
}

function bytesOf(data: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data);
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}

/** What a signature claims, wherever in the request it stands. */
interface Claim {
  readonly credential: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** Of ISO 8601, without separators. */
  readonly date: string;
  /** Seconds that a signed address is good for. */
  readonly expires?: number;
}

/**
 * Whether a request is signed with the key (AWS Signature Version 4), in its headers or its address: by signing it again
 * with Amazon's own library.
 * @returns why not, or undefined for a good one
 */
export async function verifySignature(
  request: ReceivedRequest,
  key: AccessKey,
  now: Date = new Date(),
): Promise<Denial | undefined> {
  const [path = '/', search = ''] = request.target.split(/\?(.*)/s);
  const query = new URLSearchParams(search);
  const claim = claimInHeaders(request) ?? claimInQuery(query);
  if (!claim) return request.headers['authorization'] === undefined ? 'AccessDenied' : 'AuthorizationHeaderMalformed';
  const [, id, , region = ''] = CREDENTIAL.exec(claim.credential) ?? [];
  if (id === undefined) return 'AuthorizationHeaderMalformed';
  if (id !== key.id) return 'InvalidAccessKeyId';
  const signingDate = dateOf(claim.date);
  if (!signingDate) return 'AccessDenied';
  const age = now.getTime() - signingDate.getTime();
  if (claim.expires === undefined && Math.abs(age) > LARGEST_SKEW_MS) return 'RequestTimeTooSkewed';
  if (claim.expires !== undefined && age > claim.expires * 1_000) return 'AccessDenied';
  const expected = await signAgain(request, path, query, claim, { key, region, signingDate });
  return sameText(expected, claim.signature) ? undefined : 'SignatureDoesNotMatch';
}

function claimInHeaders({ headers }: ReceivedRequest): Claim | undefined {
  const parts = /^AWS4-HMAC-SHA256\s+Credential=([^,\s]+),\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]{64})$/.exec(
    headers['authorization'] ?? '',
  );
  const [, credential, signedHeaders, signature] = parts ?? [];
  const date = headers['x-amz-date'];
  if (credential === undefined || signedHeaders === undefined || signature === undefined || date === undefined)
    return undefined;
  return { credential, signedHeaders: signedHeaders.split(';'), signature, date };
}

function claimInQuery(query: URLSearchParams): Claim | undefined {
  const value = (name: string): string => query.get(`X-Amz-${name}`) ?? '';
  if (!query.has('X-Amz-Signature')) return undefined;
  return {
    credential: value('Credential'),
    signedHeaders: value('SignedHeaders').split(';'),
    signature: value('Signature'),
    date: value('Date'),
    expires: Number(value('Expires')),
  };
}

function dateOf(text: string): Date | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (!parts) return undefined;
  const [, year, month, day, hour, minute, second] = parts;
  return new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

async function signAgain(
  request: ReceivedRequest,
  path: string,
  query: URLSearchParams,
  claim: Claim,
  { key, region, signingDate }: { key: AccessKey; region: string; signingDate: Date },
): Promise<string> {
  const signer = new SignatureV4({
    credentials: { accessKeyId: key.id, secretAccessKey: key.secret },
    region,
    service: 's3',
    sha256: Sha256,
    // S3 signs paths as they are sent, and puts the hash of the body into a header by itself.
    uriEscapePath: false,
    applyChecksum: false,
  });
  const signed = new Set(claim.signedHeaders);
  const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => signed.has(name)));
  const parameters = parametersOf(query);
  const plain = { method: request.method, protocol: 'https:', hostname: 'signed', path };
  if (claim.expires === undefined) {
    const { headers: again } = await signer.sign(
      { ...plain, headers, query: parameters },
      { signingDate, signableHeaders: signed },
    );
    return /Signature=([0-9a-f]+)/.exec(String(again['authorization']))?.[1] ?? '';
  }
  delete parameters['X-Amz-Signature'];
  const unsigned = 'x-amz-content-sha256';
  const { query: again } = await signer.presign(
    { ...plain, headers: { ...headers, [unsigned]: headers[unsigned] ?? 'UNSIGNED-PAYLOAD' }, query: parameters },
    {
      signingDate,
      expiresIn: claim.expires,
      signableHeaders: signed,
      unsignableHeaders: signed.has(unsigned) ? new Set() : new Set([unsigned]),
      unhoistableHeaders: new Set([...signed, unsigned]),
    },
  );
  return String(again?.['X-Amz-Signature'] ?? '');
}

/** A query as the library has it: several values of one name as a list. */
function parametersOf(query: URLSearchParams): Record<string, string | string[]> {
  return Object.fromEntries(
    [...new Set(query.keys())].map((name) => {
      const values = query.getAll(name);
      return [name, values.length === 1 ? (values[0] ?? '') : values];
    }),
  );
}

function sameText(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
}
