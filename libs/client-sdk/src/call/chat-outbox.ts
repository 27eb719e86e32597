import type { ChatMessage } from '@videocall/signalling';
import { reasonOf } from '../call-error.js';
import { newId } from '../ids.js';
import type { Requests } from '../signalling/requests.js';
import type { ChatEntry } from '../state/active-call-state.js';

export interface ChatOutboxListener {
  changed(): void;
  /** The server took a message: it is to be listed. */
  sent(message: ChatMessage): void;
}

/** One's own chat messages until the server has them. */
export class ChatOutbox {
  #entries: readonly ChatEntry[] = [];
  readonly #delivered = new Set<string>();

  constructor(
    private readonly requests: Requests,
    private readonly listener: ChatOutboxListener,
  ) {}

  get entries(): readonly ChatEntry[] {
    return this.#entries;
  }

  /** Shows the message at once and sends it. Never throws: a failure is shown with the message. */
  async send(text: string, author: { readonly id: string; readonly displayName: string }): Promise<void> {
    const entry: ChatEntry = {
      id: newId('out'),
      participantId: author.id,
      displayName: author.displayName,
      text: text.trim(),
      sentAt: new Date().toISOString(),
      delivery: 'PENDING',
      failedReason: undefined,
    };
    if (entry.text === '') return;
    this.#set([...this.#entries, entry]);
    await this.#deliver(entry);
  }

  /** Tries a failed message again, under the same request id, so that it cannot appear twice. */
  async retry(id: string): Promise<void> {
    const entry = this.#entries.find((candidate) => candidate.id === id && candidate.delivery === 'FAILED');
    if (entry) await this.#deliver(this.#replace(entry, { delivery: 'PENDING', failedReason: undefined }));
  }

  /** A message came over the notifications: if it is one's own still on its way, it has arrived. */
  heard(message: ChatMessage): void {
    const own = this.#entries.find(
      ({ delivery, participantId, text }) =>
        delivery === 'PENDING' && participantId === message.participantId && text === message.text,
    );
    if (!own || this.#delivered.has(message.id)) return;
    this.#delivered.add(message.id);
    this.#drop(own.id);
  }

  async #deliver(entry: ChatEntry): Promise<void> {
    try {
      const { message } = await this.requests.send('sendChatMessage', { requestId: entry.id, text: entry.text });
      this.#drop(entry.id);
      if (this.#delivered.has(message.id)) return;
      this.#delivered.add(message.id);
      this.listener.sent(message);
    } catch (error) {
      const current = this.#entries.find(({ id }) => id === entry.id);
      if (current) this.#replace(current, { delivery: 'FAILED', failedReason: reasonOf(error) ?? 'INTERNAL' });
    }
  }

  #replace(entry: ChatEntry, change: Partial<ChatEntry>): ChatEntry {
    const next = { ...entry, ...change };
    this.#set(this.#entries.map((candidate) => (candidate.id === entry.id ? next : candidate)));
    return next;
  }

  #drop(id: string): void {
    this.#set(this.#entries.filter((entry) => entry.id !== id));
  }

  #set(entries: readonly ChatEntry[]): void {
    this.#entries = entries;
    this.listener.changed();
  }
}
