import { setting } from '../setting.ts';
import type { RepositoryAccess } from './restic.ts';

const SSH_FORMS = [
  /^sftp:\/\/(?<login>[^@/\s]+@[^:/\s]+)(?::(?<port>\d{1,5}))?\/\S+$/,
  /^sftp:(?<login>[^@/\s]+@[^:/\s]+):\S+$/,
];
const OTHER_FORMS = /^(s3:https?:\/\/\S+\/\S+|rest:https?:\/\/\S+)$/;

/** How restic reaches a host by SSH: with our key alone, by the host key that was seen first. */
function sshCommand(login: string, port: string | undefined, secrets: string): string {
  const options = [
    `IdentityFile=${secrets}/backup-ssh-key`,
    'IdentitiesOnly=yes',
    `UserKnownHostsFile=${secrets}/backup-known-hosts`,
    'StrictHostKeyChecking=accept-new',
    'BatchMode=yes',
    'ConnectTimeout=20',
    'ServerAliveInterval=30',
  ];
  return ['ssh', ...options.map((option) => `-o${option}`), ...(port ? ['-p', port] : []), login, '-s', 'sftp'].join(
    ' ',
  );
}

/**
 * How to reach a repository.
 * @param repository in restic's syntax
 * @param secrets folder with the SSH key and the known hosts
 * @throws Error where it is none that lies on another machine
 */
export function repositoryAccess(
  repository: string,
  password: string,
  env: Readonly<Record<string, string>>,
  secrets: string,
): RepositoryAccess {
  const ssh = SSH_FORMS.map((form) => form.exec(repository)?.groups).find((groups) => groups !== undefined);
  if (ssh?.['login'] !== undefined) {
    const command = sshCommand(ssh['login'], ssh['port'], secrets);
    return { repository, password, env, options: ['-o', `sftp.command=${command}`] };
  }
  if (!OTHER_FORMS.test(repository))
    throw new Error(
      `BACKUP_REPOSITORY is "${repository}", which names no place on another machine; it looks like sftp:user@host:path, sftp://user@host:port/path, s3:https://host/bucket or rest:https://host/`,
    );
  return { repository, password, env, options: [] };
}

/** The repository that the settings name. */
export function repositoryFromSettings(): RepositoryAccess {
  const { BACKUP_ACCESS_KEY = '', BACKUP_SECRET_KEY = '', BACKUP_REGION = '' } = process.env;
  const bucket = { AWS_ACCESS_KEY_ID: BACKUP_ACCESS_KEY, AWS_SECRET_ACCESS_KEY: BACKUP_SECRET_KEY };
  const env = BACKUP_ACCESS_KEY === '' ? {} : bucket;
  const region: Record<string, string> = BACKUP_REGION === '' ? {} : { AWS_DEFAULT_REGION: BACKUP_REGION };
  const secrets = process.env['BACKUP_SECRETS_DIR'] ?? '/secrets';
  return repositoryAccess(setting('BACKUP_REPOSITORY'), setting('BACKUP_PASSWORD'), { ...env, ...region }, secrets);
}
