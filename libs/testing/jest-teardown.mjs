// Jest's globalTeardown: ends what jest-setup.mjs started.
export default async function teardown() {
  await Promise.all(globalThis.videocallTestServers.map((server) => server.stop()));
}
