/** More at once from one address are not a household that reconnects. */
const MAX_PER_ADDRESS = 50;

/** Connections that were opened and have not shown an access token yet, by the address they come from. */
export class UnidentifiedConnections {
  readonly #counts = new Map<string, number>();

  hasRoomFor(address: string): boolean {
    return (this.#counts.get(address) ?? 0) < MAX_PER_ADDRESS;
  }

  /** Counts a connection until the function returned is called, when it showed who it is or went away. */
  open(address: string): () => void {
    this.#counts.set(address, (this.#counts.get(address) ?? 0) + 1);
    let isCounted = true;
    return () => {
      if (!isCounted) return;
      isCounted = false;
      const left = (this.#counts.get(address) ?? 1) - 1;
      if (left > 0) this.#counts.set(address, left);
      else this.#counts.delete(address);
    };
  }
}
