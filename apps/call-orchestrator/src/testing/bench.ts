import { ScriptedNode } from './scripted-node.js';
import { OrchestratorUnderTest } from './orchestrator-under-test.js';
import { Surroundings } from './surroundings.js';

/** An orchestrator with one scripted node, for a test file. */
export interface Bench {
  readonly around: Surroundings;
  readonly node: ScriptedNode;
  readonly orchestrator: OrchestratorUnderTest;
  /** Stops the orchestrator that the bench has now, and all else. */
  stop(): Promise<void>;
}

export async function startBench(settings: Record<string, string> = {}): Promise<Bench> {
  const around = await Surroundings.make();
  const node = await ScriptedNode.start('node-1', around.certificates.materialFor('sfu-node'));
  const orchestrator = await OrchestratorUnderTest.start(around, { SFU_NODES: node.address, ...settings });
  return {
    around,
    node,
    orchestrator,
    async stop(this: Bench) {
      await this.orchestrator.stop();
      node.stop();
      await around.dispose();
    },
  };
}
