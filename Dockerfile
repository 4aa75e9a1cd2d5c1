# The worker and the doors of one installation.
FROM python:3.12-slim
WORKDIR /app
COPY requirements/requirements.lock requirements/
RUN pip install --no-cache-dir --require-hashes -r requirements/requirements.lock
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
RUN printf '#!/bin/sh\nexec python -m starter "$@"\n' > /usr/local/bin/starter && chmod +x /usr/local/bin/starter \
    && useradd --system --uid 10001 sharing && mkdir /data && chown sharing /data
USER sharing
CMD ["python", "-m", "worker"]
