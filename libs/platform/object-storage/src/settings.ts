import { secret } from '@videocall/platform-config';
import { z } from 'zod';
import { LocalFolderStorage } from './local/local-folder-storage.js';
import type { ObjectStorage } from './object-storage.js';
import { S3Storage } from './s3/s3-storage.js';
import { storageKeysFromFile } from './storage-key.js';

const yesNo = z.enum(['true', 'false']).transform((word) => word === 'true');

/** Where objects are kept: a local folder unless a bucket is named. */
export const objectStorageSettings = {
  STORAGE_FOLDER: z.string().min(1).describe('path of the folder that objects are kept in where S3_BUCKET is not set'),
  STORAGE_KEY_FILE: z
    .string()
    .min(1)
    .describe(
      'path of the secret that the folder is encrypted with, 32 bytes in base64; made where missing. Back it up',
    ),
  S3_BUCKET: z.string().min(3).optional().describe('bucket that objects are kept in, instead of a folder'),
  S3_ENDPOINT: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe("address of the S3 server; unset: AWS's for the region"),
  S3_PUBLIC_ENDPOINT: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('address at which browsers reach the S3 server, for downloads; unset: S3_ENDPOINT'),
  S3_REGION: z.string().min(1).default('us-east-1').describe('region of the bucket'),
  S3_ACCESS_KEY_ID: secret(z.string().default('').describe('access key of the bucket')),
  S3_SECRET_ACCESS_KEY: secret(z.string().default('').describe('secret access key of the bucket')),
  S3_PATH_STYLE: yesNo
    .default(true)
    .describe('true: the bucket is in the path of addresses (MinIO), false: in the host name'),
  S3_ENCRYPTED: yesNo.default(true).describe('true: the server is asked to encrypt what it stores (SSE-S3)'),
};

export type ObjectStorageSettings = z.output<z.ZodObject<typeof objectStorageSettings>>;

/**
 * The storage that the settings name.
 * @param urlPath path on the product's own origin below which a local folder's files are served
 */
export async function createObjectStorage(settings: ObjectStorageSettings, urlPath: string): Promise<ObjectStorage> {
  if (settings.S3_BUCKET === undefined) {
    const keys = await storageKeysFromFile(settings.STORAGE_KEY_FILE);
    return new LocalFolderStorage({ folder: settings.STORAGE_FOLDER, keys, urlPath });
  }
  return new S3Storage({
    endpoint: settings.S3_ENDPOINT,
    publicEndpoint: settings.S3_PUBLIC_ENDPOINT,
    region: settings.S3_REGION,
    bucket: settings.S3_BUCKET,
    accessKeyId: settings.S3_ACCESS_KEY_ID,
    secretAccessKey: settings.S3_SECRET_ACCESS_KEY,
    pathStyle: settings.S3_PATH_STYLE,
    encrypted: settings.S3_ENCRYPTED,
  });
}
