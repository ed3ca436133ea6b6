# The portal as one image for web, worker, beat and migrate; Compose says which.
FROM python:3.11-slim-trixie AS build
RUN python -m venv /venv
COPY requirements.txt /tmp/
RUN /venv/bin/pip install --no-cache-dir --no-input --require-hashes -r /tmp/requirements.txt \
    && /venv/bin/python -m compileall -q /venv

FROM python:3.11-slim-trixie
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-dejavu-core postgresql-client \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --create-home --shell /usr/sbin/nologin awards \
    && install -d -o awards -g awards -m 0750 /data
COPY --from=build /venv /venv
WORKDIR /app
COPY . .
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    XDG_CACHE_HOME=/tmp/cache DJANGO_DEBUG=0 AWARDS_VAR_DIR=/data AWARDS_STATIC_ROOT=/app/staticfiles
# Only static files are made here; the key exists for this one command.
RUN AWARDS_VAR_DIR=/tmp/build DJANGO_ALLOWED_HOSTS=localhost SITE_URL=https://localhost \
    DJANGO_SECRET_KEY=only-to-collect-static-files-while-the-image-is-built-000000 \
    python manage.py collectstatic --noinput -v 0 \
    && python -m compileall -q /app && rm -rf /tmp/build
USER awards
VOLUME /data
EXPOSE 8000
CMD ["python", "-m", "waitress", "--listen=0.0.0.0:8000", "--threads=8", "--max-request-body-size=67109888", \
     "--channel-timeout=60", "--ident=", "--no-clear-untrusted-proxy-headers", "awards_portal.wsgi:application"]
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://localhost:8000/healthz', timeout=4)"]
