export { issueCertificate, type ServiceCertificate } from './issue-certificate.ts';
export { ensureLogins, serviceAddresses, type DatabaseSchema, type LoginPasswords } from './logins.ts';
export { migrate, MIGRATIONS, migrationState, type MigrationState } from './migrate.ts';
