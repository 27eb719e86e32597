/** An object as the storage lists it. */
export interface ListedObject {
  readonly key: string;
  readonly bytes: number;
}

/** Where finished recordings are. What lies under a key never changes. */
export interface RecordingStore {
  list(): Promise<ListedObject[]>;
  /** Writes an object into a file. @returns false where it was deleted meanwhile */
  fetch(key: string, path: string): Promise<boolean>;
  store(key: string, path: string): Promise<void>;
}
