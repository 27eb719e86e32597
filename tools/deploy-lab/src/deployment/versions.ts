import { Deployment, serviceOf } from './deployment.ts';
import { vps } from '../lab.ts';

const OURS = /^videocall\/([a-z-]+):(.+)$/;

/**
 * Makes images of a new version out of those of another, as a build makes them: what has not changed is the same image
 * under another name.
 * @param changed by image name: lines of a Dockerfile after its FROM
 */
export async function makeVersion(
  version: string,
  from: string,
  changed: Readonly<Record<string, string>>,
): Promise<void> {
  const images = (await vps.run(['docker', 'images', '--format', '{{.Repository}}:{{.Tag}}'])).split('\n');
  for (const image of images) {
    const [, name, tag] = OURS.exec(image) ?? [];
    if (name === undefined || tag !== from) continue;
    const lines = changed[name];
    const made = `videocall/${name}:${version}`;
    if (lines === undefined) await vps.run(['docker', 'tag', image, made]);
    else await vps.run(['docker', 'build', '--tag', made, '-'], { input: `FROM ${image}\n${lines}\n` });
  }
}

/** Which version each service runs, by the name of its image; those of our own images only. */
export async function runningVersions(deployment: Deployment): Promise<Readonly<Record<string, string>>> {
  const running = (await deployment.containers()).filter(({ State }) => State.Status === 'running');
  return Object.fromEntries(
    running.flatMap((container) => {
      const [, , version] = OURS.exec(container.Config.Image) ?? [];
      return version === undefined ? [] : [[serviceOf(container), version]];
    }),
  );
}
