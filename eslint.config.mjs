import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import reactHooks from 'eslint-plugin-react-hooks';

/** Which kinds of project may import which (docs/architecture.md, "Import direction"). */
const byType = [
  {
    sourceTag: 'type:app',
    onlyDependOnLibsWithTags: ['type:platform', 'type:domain', 'type:contract', 'type:sdk', 'type:testing'],
  },
  {
    sourceTag: 'type:e2e',
    onlyDependOnLibsWithTags: ['type:contract', 'type:domain', 'type:sdk', 'type:testing', 'type:tool'],
  },
  {
    sourceTag: 'type:tool',
    onlyDependOnLibsWithTags: ['type:contract', 'type:domain', 'type:sdk', 'type:testing', 'type:tool'],
  },
  { sourceTag: 'type:sdk', onlyDependOnLibsWithTags: ['type:contract', 'type:domain'] },
  { sourceTag: 'type:platform', onlyDependOnLibsWithTags: ['type:platform', 'type:contract'] },
  { sourceTag: 'type:testing', onlyDependOnLibsWithTags: ['type:platform', 'type:contract', 'type:tool'] },
  { sourceTag: 'type:domain', onlyDependOnLibsWithTags: ['type:domain'] },
  { sourceTag: 'type:contract', onlyDependOnLibsWithTags: ['type:contract'] },
];

/**
 * Every project's tests may use the fixtures in libs/testing, which run from source and are never built; those of tools also
 * the people in browsers of the end-to-end tests.
 */
const byTypeInTests = byType.map((rule) => ({
  ...rule,
  onlyDependOnLibsWithTags: [
    ...rule.onlyDependOnLibsWithTags,
    'type:testing',
    ...(rule.sourceTag === 'type:tool' ? ['type:e2e'] : []),
  ],
}));
const boundaries = (depConstraints, enforceBuildableLibDependency = true) => [
  'error',
  {
    enforceBuildableLibDependency,
    allow: ['^.*/jest\\.preset\\.mjs$', '^.*/eslint\\.config\\.mjs$', '^.*/stack/bin/bootstrap\\.mjs$'],
    depConstraints,
  },
];

/** What only one place may import. */
const onlyIn = (packages, message) => packages.map((name) => ({ name, message }));
const restricted = ({ mediasoup = true, prisma = true } = {}) => [
  'error',
  {
    paths: [
      ...(mediasoup ? onlyIn(['mediasoup'], 'Only sfu-node imports mediasoup.') : []),
      ...(prisma ? onlyIn(['@prisma/client'], 'Only adapters and platform-database import Prisma.') : []),
    ],
    patterns: [
      ...(mediasoup ? [{ group: ['mediasoup/*'], message: 'Only sfu-node imports mediasoup.' }] : []),
      ...(prisma ? [{ group: ['@videocall/platform-database'], message: 'Only adapters import the database.' }] : []),
    ],
  },
];

export default [
  ...nx.configs['flat/base'],
  ...nx.configs['flat/typescript'],
  ...nx.configs['flat/javascript'],
  prettier,
  { ignores: ['**/dist', '**/node_modules', '**/generated', '.videocall', '.nx'] },
  {
    files: ['**/*.ts', '**/*.tsx', '**/*.mjs'],
    rules: {
      '@nx/enforce-module-boundaries': boundaries(byType),
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': 'off',
      'no-restricted-imports': restricted(),
    },
  },
  // It starts tools, which are run from their sources.
  { files: ['apps/e2e/**/*.ts'], rules: { '@nx/enforce-module-boundaries': boundaries(byType, false) } },
  { files: ['**/*.spec.ts'], rules: { '@nx/enforce-module-boundaries': boundaries(byTypeInTests, false) } },
  {
    files: ['apps/sfu-node/**/*.ts', 'tools/media-worker/**/*.ts'],
    rules: { 'no-restricted-imports': restricted({ mediasoup: false }) },
  },
  {
    files: [
      'apps/*/src/adapters/**/*.ts',
      'apps/*/src/app.module.ts',
      'apps/*/src/**/*.spec.ts',
      'libs/platform/database/**/*.ts',
      'tools/schema-engine/**/*.ts',
    ],
    ignores: ['apps/sfu-node/**'],
    rules: { 'no-restricted-imports': restricted({ prisma: false }) },
  },
  {
    // Settings are read in one place, validated.
    files: ['apps/{auth,api-gateway,call-orchestrator,sfu-node,recorder}/src/**/*.ts'],
    ignores: ['**/config/**', '**/testing/**', '**/*.spec.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Read settings through config/.' },
      ],
    },
  },
  {
    files: ['apps/web/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: reactHooks.configs.recommended.rules,
  },
];
