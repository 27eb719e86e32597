export { BUILD_PACKAGES } from './build-from-source.ts';
export { cachedWorkerPath, ensureMediaWorker, type Report } from './ensure-media-worker.ts';
