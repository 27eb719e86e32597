import { describe, expect, it } from '@jest/globals';
import { REPOSITORY } from '../folders.ts';
import { NOT_STARTED, repositoryOf, standInFor } from './stand-ins.ts';
import { imagesIn, wantedImages } from './wanted.ts';

describe('the images that deploy/ names', () => {
  it('are found in compose files, with defaults of variables, less our own', () => {
    const compose = `
services:
  a:
    image: postgres:15-bookworm
  b:
    image: "prom/prometheus:\${TAG:-v3.5.0}"
  c:
    image: \${IMAGE_REGISTRY:-videocall}/auth:\${VERSION:-latest}
`;
    expect(imagesIn(compose)).toEqual(['postgres:15-bookworm', 'prom/prometheus:v3.5.0']);
  });

  it('are found in Dockerfiles, less their own stages', () => {
    const dockerfile = `
ARG NGINX=1.28
FROM node:24-bookworm-slim AS build
FROM build AS more
FROM --platform=linux/amd64 nginx:\${NGINX}-bookworm
COPY --from=build /a /a
COPY --from=caddy:2 /b /b
`;
    expect(imagesIn(dockerfile)).toEqual(['node:24-bookworm-slim', 'nginx:1.28-bookworm', 'caddy:2']);
  });

  it('all have a stand-in, or are never started', () => {
    const without = wantedImages(REPOSITORY).filter(
      (reference) => !standInFor(reference) && !NOT_STARTED.includes(repositoryOf(reference)),
    );
    expect(without).toEqual([]);
  });
});
