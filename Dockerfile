# The image of every service:  docker build --build-arg SERVICE=orders --build-arg REQUIREMENTS=orders -t aisle-orders .
# It answers HTTP; compose and k8s give the same image other commands for websockets and migrations.
# All services share the layers down to ARG SERVICE: what differs is what one service adds to them.

ARG PYTHON_IMAGE=python:3.13-slim
FROM ${PYTHON_IMAGE}
RUN useradd --system --uid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin aisle \
 && install -d -o 10001 -g 10001 /pictures \
 && python -m venv --without-pip /venv
COPY requirements/service.txt /requirements/
RUN pip --python /venv/bin/python install --no-cache-dir --only-binary :all: --require-hashes -r /requirements/service.txt

ARG REQUIREMENTS=service
COPY requirements/${REQUIREMENTS}.txt /requirements/
RUN pip --python /venv/bin/python install --no-cache-dir --only-binary :all: --require-hashes -r /requirements/${REQUIREMENTS}.txt
COPY suite /app/suite
COPY libs /app/libs
ARG SERVICE
COPY services/${SERVICE} /app/services/${SERVICE}
# Readable whatever the umask of the clone was; compiled, since the file system is read-only at run time.
RUN chmod -R a+rX /app && python -m compileall -q --invalidation-mode unchecked-hash /app

# What glibc may keep of freed memory: unset, it learns from the 16 MB of a password's hash to keep as much for ever.
ENV MALLOC_TRIM_THRESHOLD_=262144 MALLOC_MMAP_THRESHOLD_=262144
ENV PATH=/venv/bin:$PATH PYTHONPATH=/app/libs:/app PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /app/services/${SERVICE}
USER 10001:10001
EXPOSE 8000
STOPSIGNAL SIGTERM
CMD ["python", "-m", "kit.server", "--bind", "0.0.0.0:8000", "config.wsgi:application"]
