import type { CodecList } from '../domain/codec-list.js';
import { newId } from '../domain/ids.js';

/** Who this process is, and what it offers. */
export class NodeIdentity {
  readonly nodeId: string;
  /** New with every start: what was known of an earlier boot is void. */
  readonly bootId = newId('boot');
  readonly codecList: CodecList;
  /** No new calls from now on. */
  draining = false;

  constructor(nodeId: string, codecList: CodecList) {
    this.nodeId = nodeId;
    this.codecList = codecList;
  }
}
