import { EventEmitter } from 'node:events';
import type { sfuV1 } from '@videocall/contracts';

export type NodeChange = NonNullable<sfuV1.NodeEvent['event']>;

/** What the orchestrators watching this node are told; and, at last, that there is no more to tell anybody. */
export class NodeEvents extends EventEmitter<{ change: [NodeChange]; end: [] }> {
  constructor() {
    super();
    // One listener for each watcher and each gateway.
    this.setMaxListeners(0);
  }

  /** This process ends, and nothing more happens here: streams that wait for something need not hold it up. */
  end(): void {
    this.emit('end');
  }

  tell(change: NodeChange): void {
    this.emit('change', change);
  }
}
