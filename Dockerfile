# The worker and the doors of one installation. The base's patch version is named: raise it with every security release.
FROM python:3.12.12-slim-trixie

# pg_dump and pg_restore, of the same version as the server in docker-compose.yml, for `starter records backup`.
RUN apt-get update \
    && apt-get install -y --no-install-recommends postgresql-client-17 \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /app
COPY requirements/requirements.lock requirements/
RUN pip install --no-cache-dir --require-hashes --requirement requirements/requirements.lock

COPY policy policy
COPY sharing sharing
COPY workflows workflows
COPY activities activities
COPY records records
COPY channels channels
COPY documents documents
COPY wiring wiring
COPY starter starter
COPY worker.py .

# Compiled now, because the root of a running container is read-only.
RUN python -m compileall -q . \
    && printf '#!/bin/sh\nexec python -m starter "$@"\n' > /usr/local/bin/starter && chmod 755 /usr/local/bin/starter \
    && useradd --system --uid 10001 --no-create-home sharing \
    && mkdir /data && chown sharing:sharing /data
ENV PYTHONPATH=/app PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 SHARING_DATA_DIR=/data
USER sharing
VOLUME /data
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=10s --start-period=30s --retries=4 \
    CMD ["python", "-m", "starter.healthy", "127.0.0.1:9465"]
CMD ["python", "-m", "worker"]
