# coturn with the closed relay's configuration (deploy/coturn), which is the context:
#
#   docker build -f deploy/docker/coturn.Dockerfile -t videocall/coturn deploy/coturn
#
# Debian's package, as in development: what its access lists take differs between versions.
FROM debian:bookworm-slim
RUN apt-get update \
  && apt-get install -y --no-install-recommends coturn iproute2 \
  && rm -rf /var/lib/apt/lists/* \
  && install -d -o 1000 -g 1000 -m 700 /run/coturn
COPY turnserver.conf /etc/coturn/turnserver.conf
COPY start /usr/local/bin/start-coturn
USER 1000:1000
HEALTHCHECK --interval=30s --timeout=3s --start-period=5s --retries=3 CMD ["turnutils_stunclient", "127.0.0.1"]
CMD ["start-coturn"]
