import { randomBytes } from 'node:crypto';
import {
  addresses,
  anything,
  bucket,
  email,
  emails,
  grpcAddresses,
  hostName,
  identifier,
  ipv4,
  ipv6,
  mailHost,
  matching,
  networkPrefix,
  oneOf,
  password,
  port,
  portRange,
  profiles,
  sender,
  webAddress,
  wholeNumber,
  yesNo,
} from './rules.ts';
import type { Setting, Values } from './setting.ts';
import { runs, storageIsBundled } from './what-runs.ts';

const generated = (): string => randomBytes(24).toString('base64url');

const generatedPassword = (meaning: string): Setting => ({
  rule: password,
  meaning,
  secret: true,
  required: true,
  generate: generated,
});

const turnUrls = (values: Values): string => {
  const name = values['TURN_DOMAIN'];
  if (!runs(values, 'turn')) return '';
  return [`turn:${name}:3478?transport=udp`, `turn:${name}:3478?transport=tcp`, `turns:${name}:443?transport=tcp`].join(
    ',',
  );
};

/** Every setting of deploy/env.sample, in its order: a value may follow from those above it. */
export const SETTINGS: Readonly<Record<string, Setting>> = {
  DOMAIN: {
    rule: hostName,
    meaning: 'the name by which people reach the server, for example call.example.com',
    required: true,
  },
  TURN_DOMAIN: {
    rule: hostName,
    meaning: 'a second name that leads to the server, for the relay, for example turn.call.example.com',
    required: true,
    follows: ({ DOMAIN }) => (DOMAIN ? `turn.${DOMAIN}` : ''),
  },
  ADMIN_EMAIL: { rule: email, meaning: 'the email address that the first administrator signs in with', required: true },
  REGISTRATION_OPEN: { rule: yesNo, meaning: 'whether strangers may make accounts', required: true },
  PUBLIC_IPV4: { rule: ipv4, meaning: 'the IPv4 address at which the internet reaches this server', required: true },
  PUBLIC_IPV6: { rule: ipv6, meaning: 'the IPv6 address at which the internet reaches this server, or empty' },
  TLS_MODE: {
    rule: oneOf('letsencrypt', 'self-signed', 'files'),
    meaning: 'where the certificate of the public names comes from',
    required: true,
  },
  ACME_EMAIL: {
    rule: email,
    meaning: "the email address that Let's Encrypt writes to",
    follows: ({ ADMIN_EMAIL = '' }) => ADMIN_EMAIL,
  },
  ACME_SERVER: { rule: webAddress('https'), meaning: "the address of another authority than Let's Encrypt, or empty" },
  COMPOSE_PROFILES: { rule: profiles, meaning: 'which parts of the product run', required: true },
  IMAGE_REGISTRY: {
    rule: matching(/^[a-z0-9][a-z0-9._:/-]*[a-z0-9]$/, 'is no name of a registry or of a folder in one'),
    meaning: 'where images come from, for example registry.example.com/videocall',
    required: true,
  },
  VERSION: {
    rule: matching(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/, 'is no tag of an image'),
    meaning: 'which version of the images runs',
    required: true,
  },
  LOG_LEVEL: {
    rule: oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace'),
    meaning: 'the least severe log lines that are written',
    required: true,
  },
  HOST_LIMITS_ENFORCED: {
    rule: yesNo,
    meaning: 'whether new calls are refused and pictures capped when the machine is full',
    required: true,
  },
  CORE_PREFIX: { rule: networkPrefix, meaning: 'the private network between the services', required: true },
  MEDIA_WORKERS: { rule: wholeNumber(1, 256), meaning: 'how many processes forward media; empty: one a processor' },
  MEDIA_PORT_BASE: { rule: port, meaning: 'the first port that media comes in by', required: true },
  TURN_RELAY_PORTS: { rule: portRange, meaning: 'the UDP ports of relays', required: true },
  SFU_NODES: { rule: grpcAddresses, meaning: 'where the sfu-nodes are asked', required: true },
  SFU_NODE_ID: { rule: identifier, meaning: "this host's sfu-node among all", required: true },
  SFU_ADDRESSES: { rule: addresses, meaning: 'the public addresses of sfu-nodes on other hosts, or empty' },
  ECHO_DELAY_MS: {
    rule: wholeNumber(0, 10_000),
    meaning: 'after how many milliseconds the echo answers',
    required: true,
  },
  STORAGE_BUCKET: { rule: bucket, meaning: 'the S3 bucket of recordings; empty: a folder on this server' },
  STORAGE_ENDPOINT: {
    rule: webAddress('http', 'https'),
    meaning: 'the address of the S3 server; empty: the one that comes with the product',
  },
  STORAGE_PUBLIC_ENDPOINT: {
    rule: webAddress('https'),
    meaning: 'where browsers fetch recordings from',
    follows: ({ STORAGE_ENDPOINT = '' }) => STORAGE_ENDPOINT,
  },
  STORAGE_REGION: {
    rule: identifier,
    meaning: 'the region of the bucket, for example us-east-1 or auto',
    required: true,
  },
  STORAGE_PATH_STYLE: { rule: yesNo, meaning: 'whether the bucket is in the path of addresses', required: true },
  STORAGE_ENCRYPTED: { rule: yesNo, meaning: 'whether the S3 server is asked to encrypt', required: true },
  STORAGE_ACCESS_KEY: {
    rule: anything,
    meaning: 'the access key of the bucket',
    secret: true,
    follows: (values) => (storageIsBundled(values) ? `VC${randomBytes(9).toString('hex').toUpperCase()}` : ''),
  },
  STORAGE_SECRET_KEY: {
    rule: anything,
    meaning: 'the secret key of the bucket',
    secret: true,
    follows: (values) => (storageIsBundled(values) ? generated() : ''),
  },
  RETENTION_DAYS: {
    rule: wholeNumber(1, 36_500),
    meaning: 'after how many days recordings are deleted',
    required: true,
  },
  SMTP_HOST: { rule: mailHost, meaning: 'the mail server that notices and alerts go through; empty: none do' },
  SMTP_PORT: {
    rule: wholeNumber(1, 65_535),
    meaning: 'the port of the mail server, mostly 587 or 465',
    required: true,
  },
  SMTP_USER: { rule: anything, meaning: 'the login at the mail server' },
  SMTP_PASSWORD: { rule: anything, meaning: 'the password of that login', secret: true },
  SMTP_FROM: {
    rule: sender,
    meaning: 'the sender of emails',
    follows: ({ DOMAIN, SMTP_HOST }) => (SMTP_HOST && DOMAIN ? `videocall@${DOMAIN}` : ''),
  },
  ALERT_EMAIL_TO: { rule: emails, meaning: 'who gets alerts by email' },
  SLACK_WEBHOOK_URL: {
    rule: webAddress('https'),
    meaning: 'the webhook of the Slack channel that gets alerts',
    secret: true,
  },
  HEARTBEAT_URL: {
    rule: webAddress('http', 'https'),
    meaning: 'the address that an outside watcher gave you',
    secret: true,
  },
  BACKUP_REPOSITORY: {
    rule: matching(
      /^(sftp:\/\/[^@/\s]+@[^:/\s]+(:\d{1,5})?\/\S+|sftp:[^@/\s]+@[^:/\s]+:\S+|s3:https?:\/\/\S+\/\S+|rest:https?:\/\/\S+)$/,
      'is no place on another machine: sftp:user@host:path, sftp://user@host:port/path, s3:https://host/bucket or rest:https://host/',
    ),
    meaning: 'where backups go, for example sftp:backup@host.example.com:videocall',
  },
  BACKUP_REGION: { rule: identifier, meaning: 'the region of the bucket that backups go to' },
  BACKUP_ACCESS_KEY: { rule: anything, meaning: 'the access key of that bucket', secret: true },
  BACKUP_SECRET_KEY: { rule: anything, meaning: 'the secret key of that bucket', secret: true },
  BACKUP_KEEP_DAILY: { rule: wholeNumber(1, 3_650), meaning: 'of how many days a backup is kept', required: true },
  BACKUP_KEEP_DAYS: { rule: wholeNumber(1, 3_650), meaning: 'after how many days no backup is kept', required: true },
  LOG_UPLOAD: { rule: yesNo, meaning: 'whether logs are uploaded every hour', required: true },
  LOG_UPLOAD_URL: {
    rule: matching(
      /^https?:\/\/[^/\s]+\/[a-z0-9.-]{3,63}(\/[\w.-]+)*$/,
      'is no address such as https://server/bucket/folder',
    ),
    meaning: 'the folder of an S3 bucket that logs are uploaded to',
  },
  LOG_UPLOAD_ACCESS_KEY: { rule: anything, meaning: 'the access key of that bucket', secret: true },
  LOG_UPLOAD_SECRET_KEY: { rule: anything, meaning: 'the secret key of that bucket', secret: true },
  CLOUDFLARED_TOKEN: {
    rule: matching(/^[A-Za-z0-9_=-]{40,}$/, 'is no token of a tunnel'),
    meaning: "the tunnel's token, from Cloudflare's dashboard",
    secret: true,
  },
  POSTGRES_PASSWORD: generatedPassword("the password of the database's owner"),
  REDIS_PASSWORD: generatedPassword('the password of Redis'),
  AUTH_DATABASE_PASSWORD: generatedPassword("the password of auth's database login"),
  CALL_DATABASE_PASSWORD: generatedPassword("the password of call-orchestrator's database login"),
  RECORDING_DATABASE_PASSWORD: generatedPassword("the password of recorder's database login"),
  GRAFANA_PASSWORD: generatedPassword("the password of Grafana's administrator"),
  BACKUP_PASSWORD: generatedPassword('the password that backups are encrypted with'),
  STORAGE_ENCRYPTION_KEY: {
    rule: matching(/^[0-9a-f]{64}$/, 'is not 64 of 0-9 and a-f'),
    meaning: 'the key that the bundled S3 server encrypts recordings with',
    secret: true,
    required: true,
    generate: () => randomBytes(32).toString('hex'),
  },
  TURN_URLS: { rule: anything, meaning: 'what clients are told of the relay', always: turnUrls },
};
