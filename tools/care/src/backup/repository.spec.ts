import { describe, expect, it } from '@jest/globals';
import { repositoryAccess } from './repository.ts';

const optionsOf = (repository: string): string => repositoryAccess(repository, 'x', {}, '/secrets').options.join(' ');

describe('the place of the backups', () => {
  it.each([
    ['sftp:box@storage.example.org:videocall', 'box@storage.example.org -s sftp'],
    ['sftp://box@storage.example.org:23/videocall', '-p 23 box@storage.example.org -s sftp'],
  ])('is reached by SSH with our own key alone: %s', (repository, end) => {
    expect(optionsOf(repository)).toContain('-oIdentityFile=/secrets/backup-ssh-key -oIdentitiesOnly=yes');
    expect(optionsOf(repository).endsWith(end)).toBe(true);
  });

  it.each(['s3:https://s3.example.org/backups', 'rest:https://user:password@backup.example.org/'])(
    'may be %s',
    (repository) => expect(optionsOf(repository)).toBe(''),
  );

  it.each([
    '',
    '/mnt/backups',
    'storage.example.org',
    'sftp:storage.example.org',
    's3:https://s3.example.org',
    'sftp:-oProxyCommand=x y@h:p',
  ])('is refused where it is no other machine: %p', (repository) =>
    expect(() => optionsOf(repository)).toThrow('names no place on another machine'),
  );
});
