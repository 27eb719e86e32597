import { ScriptedNode } from './scripted-node.js';
import { ScriptedRecorder } from './scripted-recorder.js';
import { OrchestratorUnderTest } from './orchestrator-under-test.js';
import { Surroundings } from './surroundings.js';

/** An orchestrator with one scripted node and a scripted recorder, for a test file. */
export interface Bench {
  readonly around: Surroundings;
  readonly node: ScriptedNode;
  readonly recorder: ScriptedRecorder;
  /** For another orchestrator beside the same. */
  readonly settings: Readonly<Record<string, string>>;
  readonly orchestrator: OrchestratorUnderTest;
  /** Stops the orchestrator that the bench has now, and all else. */
  stop(): Promise<void>;
}

export async function startBench(others: Record<string, string> = {}): Promise<Bench> {
  const around = await Surroundings.make();
  const node = await ScriptedNode.start('node-1', around.certificates.materialFor('sfu-node'));
  const recorder = await ScriptedRecorder.start(around.certificates.materialFor('recorder'));
  const settings = { SFU_NODES: node.address, RECORDER_GRPC_ADDRESS: recorder.address, ...others };
  const orchestrator = await OrchestratorUnderTest.start(around, settings);
  return {
    around,
    node,
    recorder,
    settings,
    orchestrator,
    async stop(this: Bench) {
      await this.orchestrator.stop();
      recorder.stop();
      node.stop();
      await around.dispose();
    },
  };
}
