import { deliverCertificates } from './deliver.ts';

/** Where the services' volumes are mounted. */
const ROOT = '/tls';

/** Makes and renews the certificates with which services know each other. */
export async function run(): Promise<number> {
  for (const { service, renewed, validTo } of deliverCertificates(ROOT)) {
    const until = validTo.toISOString().slice(0, 10);
    process.stdout.write(`${service}: ${renewed ? 'new' : 'kept'}, valid until ${until}\n`);
  }
  return 0;
}
