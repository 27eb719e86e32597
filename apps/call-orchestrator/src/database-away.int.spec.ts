import { waitFor } from '@videocall/testing';
import { Client } from 'pg';
import { newRequestId, OrchestratorUnderTest, reasonOf } from './testing/orchestrator-under-test.js';
import { host, statusOf } from './testing/people.js';
import { ScriptedNode } from './testing/scripted-node.js';
import { StallingProxy } from './testing/stalling-proxy.js';
import { Surroundings } from './testing/surroundings.js';

describe('while the database is away', () => {
  let around: Surroundings;
  let node: ScriptedNode;
  let proxy: StallingProxy;
  let orchestrator: OrchestratorUnderTest;

  beforeAll(async () => {
    around = await Surroundings.make();
    node = await ScriptedNode.start('node-1', around.certificates.materialFor('sfu-node'));
    const database = new URL(around.database.urls.call);
    proxy = await StallingProxy.start(Number(database.port));
    database.host = `127.0.0.1:${proxy.port}`;
    const settings = { SFU_NODES: node.address, DATABASE_URL: database.href, LOG_LEVEL: 'silent' };
    orchestrator = await OrchestratorUnderTest.start(around, settings);
  }, 60_000);

  afterAll(async () => {
    await orchestrator.stop();
    proxy.stop();
    node.stop();
    await around.dispose();
  });

  it('requests are refused as something that passes, and when it is back all goes on', async () => {
    const chair = await host(orchestrator, await around.identities.somebody());
    const { port } = proxy;
    proxy.stop();
    const raise = () =>
      orchestrator.control.setHandRaised({ ...chair.self, requestId: newRequestId(), raised: true }, chair.who.as);
    expect(await reasonOf(raise())).toBe('SERVICE_UNAVAILABLE');
    expect(await reasonOf(statusOf(orchestrator, chair))).toBe('SERVICE_UNAVAILABLE');
    expect((await fetch(`${await orchestrator.httpUrl}/readyz`)).status).toBe(503);
    proxy = await StallingProxy.start(Number(new URL(around.database.urls.call).port), port);
    const { participant } = await waitFor(() => raise().catch(() => undefined), { what: 'the database' });
    expect(participant?.handRaisedAt).toBeDefined();
    expect(node.peers.has(chair.peerId)).toBe(true);
  });

  it('a request that waits too long for a row is refused as something that passes', async () => {
    const chair = await host(orchestrator, await around.identities.somebody());
    const raise = () =>
      orchestrator.control.setHandRaised({ ...chair.self, requestId: newRequestId(), raised: true }, chair.who.as);
    const holder = new Client({ connectionString: around.database.ownerUrl });
    await holder.connect();
    try {
      await holder.query('BEGIN');
      await holder.query('SELECT FROM call.calls FOR UPDATE');
      expect(await reasonOf(raise())).toBe('SERVICE_UNAVAILABLE');
    } finally {
      await holder.end();
    }
    await waitFor(() => raise().catch(() => undefined), { what: 'the row' });
  });
});
