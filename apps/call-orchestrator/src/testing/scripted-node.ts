import { randomUUID } from 'node:crypto';
import { Server, ServerCredentials, type ServerWritableStream } from '@grpc/grpc-js';
import { callV1, sfuV1 } from '@videocall/contracts';
import { Refusal } from '@videocall/errors';
import { statusFromRefusal, type TlsMaterial } from '@videocall/platform-grpc';

type Change = NonNullable<sfuV1.NodeEvent['event']>;
type Watcher = ServerWritableStream<sfuV1.WatchNodeRequest, sfuV1.NodeEvent>;

export const CODEC_LIST = { json: '{"codecs":[],"headerExtensions":[]}', hash: '0123456789abcdef' };

interface HeldPeer extends sfuV1.NodePeer {
  policy: sfuV1.PeerPolicy;
}

/**
 * Keeps to the contract of `SfuControlService` without media, so that a test can say when a connection is lost and found.
 * What needs no such word is tested with the sfu-node itself.
 */
export class ScriptedNode {
  readonly peers = new Map<string, HeldPeer>();
  /** Why peers were closed, by peer id. */
  readonly closed = new Map<string, string>();
  /** While set, every command is refused with it. */
  refusal: Refusal | undefined;
  load: sfuV1.NodeLoad = load({});
  /** What pictures were capped at last. */
  ceiling: callV1.QualityProfile | undefined;
  /** Promised to who watches from now on; nothing is told by itself. */
  loadEveryMs = 0;
  /** Calls whose peers were asked to move to another node, each time. */
  readonly movesAsked: string[] = [];
  #bootId = randomUUID();
  #server = new Server();
  readonly #watchers = new Set<Watcher>();
  readonly #nodeId: string;
  readonly #tls: TlsMaterial;
  #port = 0;

  private constructor(nodeId: string, tls: TlsMaterial) {
    this.#nodeId = nodeId;
    this.#tls = tls;
  }

  static async start(nodeId: string, tls: TlsMaterial): Promise<ScriptedNode> {
    const node = new ScriptedNode(nodeId, tls);
    await node.#listen();
    return node;
  }

  get address(): string {
    return `localhost:${this.#port}`;
  }

  get bootId(): string {
    return this.#bootId;
  }

  /** Tells all who watch. */
  tell(event: Change): void {
    for (const watcher of this.#watchers) watcher.write({ event });
  }

  /** As on SIGTERM. */
  drain(): void {
    this.load = { ...this.load, draining: true };
    this.tell({ $case: 'load', value: this.load });
  }

  connection(peerId: string, connection: sfuV1.PeerConnection): void {
    const peer = this.peer(peerId);
    peer.connection = connection;
    const { callId, participantId } = peer;
    this.tell({ $case: 'peerConnectionChanged', value: { callId, participantId, peerId, connection } });
  }

  peer(peerId: string): HeldPeer {
    const peer = this.peers.get(peerId);
    if (!peer) throw new Error(`no peer ${peerId}`);
    return peer;
  }

  /** As by SIGKILL. Its peers stay for `start`, where the process lives on and only the network broke. */
  stop(): void {
    this.#watchers.clear();
    this.#server.forceShutdown();
  }

  /** Listens again on the same port: the same process, or a new one that holds nothing. */
  async startAgain(process: 'same' | 'new'): Promise<void> {
    this.#server = new Server();
    if (process === 'new') {
      this.#bootId = randomUUID();
      this.peers.clear();
    }
    await this.#listen();
  }

  async #listen(): Promise<void> {
    const refusing =
      <Request, Reply>(handle: (request: Request) => Reply) =>
      (call: { request: Request }, done: (error: object | null, reply?: Reply) => void) => {
        try {
          if (this.refusal) throw this.refusal;
          done(null, handle(call.request));
        } catch (error) {
          done(error instanceof Refusal ? statusFromRefusal(error) : (error as Error));
        }
      };
    this.#server.addService(sfuV1.SfuControlServiceService, {
      openPeer: refusing((request: sfuV1.OpenPeerRequest) => this.#openPeer(request)),
      closePeer: refusing((request: sfuV1.ClosePeerRequest) => this.#closePeer(request)),
      closeCall: refusing((request: sfuV1.CloseCallRequest) => this.#closeCall(request)),
      setPeerPolicy: refusing((request: sfuV1.SetPeerPolicyRequest) => this.#setPeerPolicy(request)),
      setQualityCeiling: refusing(({ ceiling }: sfuV1.SetQualityCeilingRequest) => {
        this.ceiling = ceiling;
        return {};
      }),
      moveCall: refusing(({ callId }: sfuV1.MoveCallRequest) => {
        this.movesAsked.push(callId);
        return {};
      }),
      drainNode: refusing(() => ({ remainingCalls: 0 })),
      watchNode: (watcher: Watcher) => {
        this.#watchers.add(watcher);
        watcher.on('cancelled', () => this.#watchers.delete(watcher));
        watcher.write({ event: { $case: 'hello', value: this.#hello() } });
      },
    });
    const { ca, cert, key } = this.#tls;
    const credentials = ServerCredentials.createSsl(ca, [{ cert_chain: cert, private_key: key }], true);
    this.#port = await new Promise<number>((resolve, reject) => {
      this.#server.bindAsync(`localhost:${this.#port}`, credentials, (error, port) =>
        error ? reject(error) : resolve(port),
      );
    });
  }

  #hello(): sfuV1.NodeHello {
    return {
      nodeId: this.#nodeId,
      bootId: this.#bootId,
      codecListJson: CODEC_LIST.json,
      codecListHash: CODEC_LIST.hash,
      load: this.load,
      peers: [...this.peers.values()].map((peer) => ({ ...peer, policyVersion: peer.policy.version })),
      loadEveryMs: this.loadEveryMs,
    };
  }

  #openPeer({ callId, participantId, peerId, policy }: sfuV1.OpenPeerRequest): sfuV1.OpenPeerResponse {
    const known = this.peers.get(peerId);
    if (!known && !policy) throw new Error('no policy');
    const peer = known ?? {
      callId,
      participantId,
      peerId,
      connection: sfuV1.PeerConnection.NEW,
      policyVersion: 0,
      sharingScreen: false,
      policy: policy as sfuV1.PeerPolicy,
    };
    this.peers.set(peerId, peer);
    const snapshot = sfuV1.PeerSnapshot.fromJSON({ revision: 1, bootId: this.#bootId, peerId });
    return { bootId: this.#bootId, snapshot: { ...snapshot, policy: peer.policy } };
  }

  #closePeer({ peerId, reason }: sfuV1.ClosePeerRequest): sfuV1.ClosePeerResponse {
    const peer = this.peers.get(peerId);
    if (!this.peers.delete(peerId) || !peer) return {};
    this.closed.set(peerId, reason);
    const { callId, participantId } = peer;
    this.tell({ $case: 'peerClosed', value: { callId, participantId, peerId, reason } });
    return {};
  }

  #closeCall({ callId, reason }: sfuV1.CloseCallRequest): sfuV1.CloseCallResponse {
    for (const peer of [...this.peers.values()]) {
      if (peer.callId === callId) this.#closePeer({ peerId: peer.peerId, reason });
    }
    return {};
  }

  #setPeerPolicy({ peerId, policy }: sfuV1.SetPeerPolicyRequest): sfuV1.SetPeerPolicyResponse {
    const peer = this.peers.get(peerId);
    if (!peer) throw new Refusal('PEER_NOT_FOUND');
    if (!policy || policy.version <= peer.policy.version) throw new Refusal('POLICY_VERSION_OUTDATED');
    peer.policy = policy;
    return {};
  }
}

export function load(values: Partial<sfuV1.NodeLoad>): sfuV1.NodeLoad {
  return { ...sfuV1.NodeLoad.fromJSON({}), ...values };
}

export function screenTrack(participantId: string): sfuV1.Track {
  return sfuV1.Track.fromJSON({ id: 'trk_1', participantId, source: callV1.TrackSource.SCREEN });
}
