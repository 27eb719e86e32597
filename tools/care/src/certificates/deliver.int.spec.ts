import { X509Certificate } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { deliverCertificates } from './deliver.ts';

describe("the services' certificates", () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'videocall-tls-'));
    for (const service of ['auth', 'sfu-node']) mkdirSync(join(root, service));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const certificate = (service: string, file = 'cert.pem'): X509Certificate =>
    new X509Certificate(readFileSync(join(root, service, file)));

  it('name the service, from one authority, for its owner alone', () => {
    expect(deliverCertificates(root).map(({ service, renewed }) => [service, renewed])).toEqual([
      ['auth', true],
      ['sfu-node', true],
    ]);
    expect(certificate('auth').subject).toBe('CN=auth');
    expect(certificate('sfu-node').subjectAltName).toContain('DNS:sfu-node');
    for (const service of ['auth', 'sfu-node']) {
      expect(certificate(service).verify(certificate(service, 'ca.pem').publicKey)).toBe(true);
      expect(readdirSync(join(root, service)).sort()).toEqual(['ca.pem', 'cert.pem', 'key.pem']);
      expect(statSync(join(root, service, 'key.pem')).mode & 0o777).toBe(0o600);
    }
    expect(certificate('auth', 'ca.pem').raw).toEqual(certificate('sfu-node', 'ca.pem').raw);
  });

  it('are kept while they are good, and given to a service that is new', () => {
    deliverCertificates(root);
    const before = certificate('auth').serialNumber;
    mkdirSync(join(root, 'recorder'));
    expect(deliverCertificates(root)).toMatchObject([
      { service: 'auth', renewed: false },
      { service: 'recorder', renewed: true },
      { service: 'sfu-node', renewed: false },
    ]);
    expect(certificate('auth').serialNumber).toBe(before);
  });

  it('are made anew when they are lost', () => {
    deliverCertificates(root);
    rmSync(join(root, 'authority'), { recursive: true });
    expect(deliverCertificates(root)).toMatchObject([{ renewed: true }, { renewed: true }]);
    expect(certificate('auth').verify(certificate('auth', 'ca.pem').publicKey)).toBe(true);
  });
});
