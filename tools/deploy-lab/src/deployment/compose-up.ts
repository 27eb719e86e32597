import { Deployment, PROFILES, type Profile } from './deployment.ts';

/**
 * Has the product run on the lab's VPS with every part healthy: the one that the specs before left, or a fresh one.
 * @param profiles those that must run
 */
export async function composeUp(profiles: readonly Profile[] = PROFILES): Promise<Deployment> {
  const present = await new Deployment().containers();
  const report = (message: string): void => void process.stderr.write(`  ${message}\n`);
  const deployment = present.length > 0 ? new Deployment() : await Deployment.build(report);
  await deployment.up(profiles);
  return deployment;
}
