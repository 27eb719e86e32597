import type { Context } from '../context.ts';
import { Findings } from '../finding.ts';

/** Whether what runs is the version that is configured, all of it. */
export async function checkVersions({
  settings: { VERSION, IMAGE_REGISTRY },
  facts: { services },
}: Context): Promise<Findings> {
  const findings = new Findings('versions');
  // Third-party images have versions of their own.
  const ours = services.filter(({ image }) => image.startsWith(`${IMAGE_REGISTRY}/`));
  if (ours.length === 0) {
    findings.unknown('no service of our own runs');
    return findings;
  }
  for (const { name, image } of ours) {
    const version = image.slice(image.lastIndexOf(':') + 1);
    if (version === VERSION) continue;
    findings.fail(
      `${name} runs version ${version}, not ${VERSION}`,
      'bring all to one version: deploy/videocall deploy',
    );
  }
  if (findings.all.length === 0) findings.good(`all run version ${VERSION}`);
  return findings;
}
