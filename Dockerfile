# The image of every service:  docker build --build-arg SERVICE=orders -t aisle-orders .
# It answers HTTP; compose and k8s give the same image other commands for websockets and migrations.

FROM python:3.13-slim AS build
ARG SERVICE
COPY requirements/${SERVICE}.txt /requirements.txt
RUN python -m venv --without-pip /venv \
 && pip --python /venv/bin/python install --no-cache-dir --only-binary :all: --require-hashes -r /requirements.txt
COPY libs /app/libs
COPY services/${SERVICE} /app/services/${SERVICE}
RUN python -m compileall -q --invalidation-mode unchecked-hash /app

FROM python:3.13-slim
ARG SERVICE
RUN useradd --system --uid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin aisle
COPY --from=build /venv /venv
COPY --from=build /app /app
ENV PATH=/venv/bin:$PATH PYTHONPATH=/app/libs PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /app/services/${SERVICE}
USER 10001:10001
EXPOSE 8000
STOPSIGNAL SIGTERM
CMD ["gunicorn", "--config", "python:kit.server.gunicorn", "--bind", "0.0.0.0:8000", "config.wsgi:application"]
