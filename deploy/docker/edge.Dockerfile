# nginx with the edge's configuration (deploy/nginx), which is the context:
#
#   docker build -f deploy/docker/edge.Dockerfile -t videocall/edge deploy/nginx
FROM nginx:1.28-bookworm
RUN apt-get update \
  && apt-get install -y --no-install-recommends gettext-base openssl \
  && rm -rf /var/lib/apt/lists/* \
  && install -d -o 1000 -g 1000 -m 700 /var/lib/acme /var/lib/acme/webroot \
  && install -d -o 1000 -g 1000 /run/edge /var/cache/edge /etc/edge/files /etc/edge/state
COPY conf /etc/edge/conf
COPY pages /usr/share/edge
COPY edge /usr/local/bin/edge
USER 1000:1000
HEALTHCHECK --interval=30s --timeout=3s --start-period=5s --retries=3 CMD ["edge", "healthy"]
STOPSIGNAL SIGTERM
ENTRYPOINT []
CMD ["edge", "start"]
