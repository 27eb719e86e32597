import { EventEmitter } from 'node:events';
import type { sfuV1 } from '@videocall/contracts';

export type NodeChange = NonNullable<sfuV1.NodeEvent['event']>;

/** What the orchestrators watching this node are told. */
export class NodeEvents extends EventEmitter<{ change: [NodeChange] }> {
  constructor() {
    super();
    // One listener for each watcher.
    this.setMaxListeners(0);
  }

  tell(change: NodeChange): void {
    this.emit('change', change);
  }
}
