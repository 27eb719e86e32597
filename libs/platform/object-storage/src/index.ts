export { answerSignedRequest, type SignedAnswer, type SignedRequest } from './local/answer-signed-request.js';
export { LocalFolderStorage, type LocalFolderOptions } from './local/local-folder-storage.js';
export {
  ObjectNotFound,
  ObjectStorage,
  StoredDifferently,
  type ByteRange,
  type FileDigest,
  type PutOptions,
  type SignedUrlOptions,
  type StoredObject,
} from './object-storage.js';
export { S3Storage, type S3Options } from './s3/s3-storage.js';
export { createObjectStorage, objectStorageSettings, type ObjectStorageSettings } from './settings.js';
export { deriveKeys, storageKeysFromFile, type StorageKeys } from './storage-key.js';
