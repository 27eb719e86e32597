import { X509Certificate } from 'node:crypto';
import { collectGauge } from './collect-gauge.js';

/**
 * Tells when the certificate that this service proves itself with ends: that of the process, which a renewed file does not
 * change before a restart.
 * @param certificate PEM
 */
export function observeCertificate(certificate: Buffer): void {
  const expiry = new X509Certificate(certificate).validToDate.getTime() / 1000;
  collectGauge(
    'tls_certificate_expiry_timestamp_seconds',
    'When the certificate ends that this service proves itself to other services with.',
    [],
    (set) => set({}, expiry),
  );
}
