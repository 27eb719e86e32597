import { useCallback } from 'react';
import { useApp } from '../../app/app-context.js';
import { type Loaded, useLoad } from '../../app/use-load.js';

/** A short-lived address to play or show a file at, and how to get a fresh one. */
export function useFileAddress(recordingId: string, fileId: string): readonly [Loaded<string>, () => void] {
  const { api } = useApp();
  return useLoad(
    useCallback(async () => {
      const { url } = await api.call('createDownload', { params: { recordingId, fileId }, body: {} });
      return url;
    }, [api, recordingId, fileId]),
  );
}

/** Saves a file under its own name. Throws what the API refuses with. */
export function useSaveFile(): (recordingId: string, fileId: string) => Promise<void> {
  const { api } = useApp();
  return useCallback(
    async (recordingId: string, fileId: string) => {
      const { url } = await api.call('createDownload', { params: { recordingId, fileId }, body: { save: true } });
      // The answer is an attachment: the page stays.
      window.location.assign(url);
    },
    [api],
  );
}
